package org.unbroken.storage.worm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.FileFacts;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;

class LocalWormStoreTest implements WormStoreContract {
    private static final LocalWormSettings PLAIN = new LocalWormSettings(false);

    @TempDir
    Path dir;

    private LocalStagingArea staging;
    private LocalWormStore store;

    @BeforeEach
    void start() throws IOException {
        staging = new LocalStagingArea(dir, new LocalDisk());
        store = new LocalWormStore(dir, staging, new LocalDisk(), PLAIN);
        store.start();
    }

    @Override
    public WormStore store() {
        return store;
    }

    @Override
    public StagingArea staging() {
        return staging;
    }

    @Test
    void isOnePlainReadOnlyFileAnObject() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store.put(key, "plain".getBytes(UTF_8), UNTIL);

        Path path = dir.resolve("worm/log/segments/00000000000000000000");
        assertThat(store.localPath(key)).contains(path.toAbsolutePath());
        assertThat(path).hasContent("plain");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("r--r--r--");
        assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(UNTIL);
        assertThat(dir.resolve("worm/.tmp")).isEmptyDirectory();
    }

    @Test
    void stowsTheVeryFileWithoutCopying() throws IOException {
        RecordingId id = staged(1, bytes(1000, 1));
        Object file = Files.getAttribute(staging.pathOf(id), "unix:ino");
        store.stow(id, 10, ObjectKey.original(id), UNTIL);
        Path path = store.localPath(ObjectKey.original(id)).orElseThrow();
        assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(file);
        assertThat(Files.getAttribute(path, "unix:nlink")).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("r--r--r--");
    }

    @Test
    void aRequestThatHangsOnCannotWriteIntoTheObject() throws IOException {
        RecordingId id = staged(1, bytes(1000, 1));
        try (StagedFile late = staging.open(id)) {
            store.stow(id, 10, ObjectKey.original(id), UNTIL);
            assertThatThrownBy(() -> late.write(0, ByteBuffer.allocate(10))).isInstanceOf(IOException.class);
        }
        assertThat(store.read(ObjectKey.original(id), 1000)).isEqualTo(bytes(1000, 1));
    }

    @Test
    void aStagedCopyOfAStowedObjectGoesIfEqualAndStaysIfNot() throws IOException {
        RecordingId id = staged(1, bytes(200_000, 1));
        ObjectKey key = ObjectKey.original(id);
        store.stow(id, 10, key, UNTIL);
        staged(1, bytes(200_000, 1));
        store.stow(id, 10, key, UNTIL);
        assertThat(staging.list()).isEmpty();

        byte[] other = bytes(200_000, 1);
        other[150_000] ^= 1;
        staged(1, other);
        assertThatThrownBy(() -> store.stow(id, 10, key, UNTIL)).isInstanceOf(ObjectConflictException.class);
        assertThat(staging.list()).containsExactly(id);
        assertThat(store.read(key, 200_000)).isEqualTo(bytes(200_000, 1));
    }

    @Test
    void keepsForGood() throws IOException {
        assertThat(store.put(ObjectKey.segment(0), new byte[1], Instant.parse("9999-12-31T00:00:00Z"))
                        .retainUntil())
                .isEqualTo(LocalWormStore.LAST_DATE);
    }

    @Test
    void listsOnlyObjects() throws IOException {
        store.put(ObjectKey.segment(0), new byte[1], UNTIL);
        Files.writeString(dir.resolve("worm/log/segments/Notes.txt"), "by an operator");
        Files.writeString(dir.resolve("worm/.tmp/log_segments_1"), "half");
        Files.createSymbolicLink(dir.resolve("worm/log/segments/link"), dir.resolve("worm/log/segments/Notes.txt"));
        Files.createSymbolicLink(dir.resolve("worm/more"), dir.resolve("worm/log"));
        assertThat(listed("")).containsExactly("log/segments/00000000000000000000");
    }

    @Test
    void followsNoLink() throws IOException {
        Path outside = Files.createDirectories(dir.resolve("outside/segments"));
        Files.writeString(outside.resolve("00000000000000000000"), "theirs");
        Files.createSymbolicLink(dir.resolve("worm/log"), dir.resolve("outside"));
        ObjectKey key = ObjectKey.segment(0);
        assertThatThrownBy(() -> store.find(key)).hasMessageContaining("links are not followed");
        assertThatThrownBy(() -> store.open(key)).hasMessageContaining("links are not followed");
        assertThatThrownBy(() -> store.put(key, new byte[1], UNTIL)).hasMessageContaining("links are not followed");
        assertThatThrownBy(() -> listed("log/segments/")).hasMessageContaining("links are not followed");

        store.put(new ObjectKey("a/there"), new byte[1], UNTIL);
        Files.createSymbolicLink(dir.resolve("worm/a/link"), outside.resolve("00000000000000000000"));
        assertThatThrownBy(() -> store.open(new ObjectKey("a/link"))).hasMessageContaining("not a plain file");
    }

    @Test
    void wipesWhatACrashLeftHalfWritten() throws IOException {
        Files.writeString(dir.resolve("worm/.tmp/log_segments_00000000000000000000"), "half");
        store.start();
        assertThat(dir.resolve("worm/.tmp")).isEmptyDirectory();
        assertThat(store.find(ObjectKey.segment(0))).isEmpty();
    }

    @Test
    void aHoldIsAnEmptyFileThatARestartFindsAndTheObjectIsUntouched() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store.put(key, "plain".getBytes(UTF_8), UNTIL);
        store.hold(key);
        Path mark = dir.resolve("worm/.held/log_segments_00000000000000000000");
        assertThat(mark).isRegularFile().isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mark)))
                .isEqualTo("r--r--r--");
        Files.writeString(dir.resolve("worm/.held/.log_segments_00000000000000000000.7-1.tmp"), "");

        LocalWormStore next = new LocalWormStore(dir, staging, new LocalDisk(), PLAIN);
        next.start();

        assertThat(next.find(key).orElseThrow().held()).isTrue();
        assertThat(dir.resolve("worm/.held")).isDirectoryContaining(mark::equals);
        assertThat(dir.resolve("worm/.held").toFile().list()).hasSize(1);
        assertThat(Files.getLastModifiedTime(next.localPath(key).orElseThrow()).toInstant())
                .isEqualTo(UNTIL);
        assertThat(listed("")).containsExactly(key.value());
        next.release(key);
        assertThat(dir.resolve("worm/.held")).isEmptyDirectory();
    }

    @Test
    void whateverHasTheNameOfAHoldIsOne() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store.put(key, new byte[1], UNTIL);
        Files.createSymbolicLink(dir.resolve("worm/.held/log_segments_00000000000000000000"), Path.of("nowhere"));
        assertThat(store.find(key).orElseThrow().held()).isTrue();
        store.hold(key);
        assertThat(dir.resolve("worm/.held/log_segments_00000000000000000000")).isEmptyFile();
    }

    @Test
    void refusesTwoFileSystems() {
        LocalWormStore split = new LocalWormStore(dir, staging, otherDevice(dir.resolve("worm")), PLAIN);
        assertThatThrownBy(split::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("two file systems")
                .hasMessageContaining(dir.resolve("staging").toString())
                .hasMessageContaining(dir.resolve("worm").toString());
        assertThatThrownBy(() -> split.put(ObjectKey.segment(0), new byte[1], UNTIL))
                .hasMessageContaining("has not been started");
    }

    /** The machine's disk, but one directory claims to be on another device. */
    private static Disk otherDevice(Path path) {
        LocalDisk real = new LocalDisk();
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (method.getName().equals("facts") && arguments[0].equals(path)) {
                            return ((Optional<?>) answer)
                                    .map(FileFacts.class::cast)
                                    .map(f -> new FileFacts(
                                            f.kind(),
                                            f.sizeBytes(),
                                            f.modified(),
                                            f.device() + 1,
                                            f.inode(),
                                            f.links()));
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void refusesAWormDirectoryThatIsALink(@TempDir Path other) throws IOException {
        Files.createDirectory(other.resolve("real"));
        Files.createSymbolicLink(other.resolve("worm"), other.resolve("real"));
        LocalWormStore linked =
                new LocalWormStore(other, new LocalStagingArea(other, new LocalDisk()), new LocalDisk(), PLAIN);
        assertThatThrownBy(linked::start).hasMessageContaining("is not a directory");
    }
}
