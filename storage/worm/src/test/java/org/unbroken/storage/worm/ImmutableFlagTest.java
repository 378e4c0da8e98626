package org.unbroken.storage.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;

/** Runs where the flag can be set (root on ext4, XFS or Btrfs); elsewhere it shows that the start says so. */
class ImmutableFlagTest {
    private final ImmutableFlag flag = new ImmutableFlag();

    @TempDir
    Path dir;

    private LocalStagingArea staging;
    private LocalWormStore store;

    @BeforeEach
    void start() {
        staging = new LocalStagingArea(dir, new LocalDisk());
        store = new LocalWormStore(dir, staging, new LocalDisk(), new LocalWormSettings(true));
        try {
            store.start();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("immutableFlag is on");
            abort("no immutable flag here: " + e.getMessage());
        }
    }

    @AfterEach
    void unlockAll() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.isWritable(file) || file.startsWith(dir.resolve("worm"))) {
                    flag.unlock(file);
                }
            }
        }
    }

    @Test
    void nobodyChangesWhatIsFlaggedAndTheStoreStillExtendsIt() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store.put(key, bytes(100, 1), UNTIL);
        Path path = store.localPath(key).orElseThrow();
        assertThatThrownBy(() -> Files.write(path, new byte[1])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Files.delete(path)).isInstanceOf(IOException.class);

        store.extend(key, UNTIL.plusSeconds(5));
        store.put(key, bytes(100, 1), UNTIL.plusSeconds(9));

        assertThat(store.find(key).orElseThrow().retainUntil()).isEqualTo(UNTIL.plusSeconds(9));
        assertThatThrownBy(() -> Files.delete(path)).isInstanceOf(IOException.class);
    }

    @Test
    void aHoldIsFlaggedTooAndTheStoreStillEndsIt() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store.put(key, bytes(100, 1), UNTIL);
        store.hold(key);
        store.hold(key);
        Path mark = dir.resolve("worm/.held").resolve(key.value().replace('/', '_'));
        assertThatThrownBy(() -> Files.delete(mark)).isInstanceOf(IOException.class);
        store.extend(key, UNTIL.plusSeconds(5));
        assertThat(store.find(key).orElseThrow().held()).isTrue();
        store.release(key);
        assertThat(store.find(key).orElseThrow().held()).isFalse();
    }

    @Test
    void stowsAndStowsAgain() throws IOException {
        RecordingId id = id("2026-11-21", 1);
        try (StagedFile file = staging.create(id)) {
            file.write(0, ByteBuffer.wrap(bytes(100, 1)));
            file.sync(file.length());
        }
        StoredObject stowed = store.stow(id, 10, ObjectKey.original(id), UNTIL);
        assertThat(store.stow(id, 10, ObjectKey.original(id), UNTIL)).isEqualTo(stowed);
        Path path = store.localPath(ObjectKey.original(id)).orElseThrow();
        assertThatThrownBy(() -> Files.delete(path)).isInstanceOf(IOException.class);
    }

    @Test
    void theStartFinishesAPutWhoseTemporaryNameCameBack() throws IOException {
        ObjectKey key = ObjectKey.segment(0);
        store.put(key, bytes(100, 1), UNTIL);
        Path path = store.localPath(key).orElseThrow();
        flag.unlock(path);
        Files.createLink(dir.resolve("worm/.tmp").resolve(key.value().replace('/', '_')), path);
        flag.lock(path);

        store.start();

        assertThat(dir.resolve("worm/.tmp")).isEmptyDirectory();
        assertThatThrownBy(() -> Files.delete(path)).as("still flagged").isInstanceOf(IOException.class);
    }
}
