package org.unbroken.storage.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.storage.durable.Fault;
import org.unbroken.storage.durable.ForgetfulDisk;
import org.unbroken.storage.durable.MemoryTempDir;
import org.unbroken.storage.staging.LocalStagingArea;

/** Restoring goes wrong at every operation, in every way; the damaged bytes or the right ones are there, and never none. */
class RestoreCrashTest {
    private static final ObjectKey KEY = ObjectKey.original(id("2026-11-21", 1));
    private static final byte[] RIGHT = bytes(3000, 1);
    private static final byte[] WRONG = bytes(3000, 2);
    private static final List<Long> RESTARTS = List.of(-2L, -1L, 1L, 2L, 3L);

    @TempDir(factory = MemoryTempDir.class)
    Path dir;

    private int machines;

    private static final class Machine {
        final ForgetfulDisk disk;
        final LocalWormStore store;
        final LocalStagingArea staging;

        Machine(Path dir, boolean damaged) throws IOException {
            Files.createDirectory(dir);
            if (damaged) {
                LocalWormStore before = store(new ForgetfulDisk(dir), dir);
                before.put(KEY, WRONG, UNTIL);
            }
            disk = new ForgetfulDisk(dir);
            staging = new LocalStagingArea(dir, disk);
            store = new LocalWormStore(dir, staging, disk, new LocalWormSettings(false));
            store.start();
        }

        private static LocalWormStore store(ForgetfulDisk disk, Path dir) throws IOException {
            LocalWormStore store =
                    new LocalWormStore(dir, new LocalStagingArea(dir, disk), disk, new LocalWormSettings(false));
            store.start();
            return store;
        }

        /** −2: killed; −1: cut, without any luck; else cut, with luck by this seed. */
        LocalWormStore restarted(long how) throws IOException {
            disk.forgetFaults();
            if (how == -1) {
                disk.crash();
            } else if (how >= 0) {
                disk.crash(how);
            }
            return store(disk, disk.root());
        }
    }

    private Machine machine(boolean damaged) throws IOException {
        return new Machine(dir.resolve("machine" + machines++), damaged);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void survivesAFaultAtEveryOperation(boolean damaged) throws IOException {
        Machine measured = machine(damaged);
        int before = measured.disk.operations();
        measured.store.restore(KEY, right(), UNTIL);
        int operations = measured.disk.operations() - before;
        for (int k = 0; k <= operations; k++) {
            for (Fault fault : Fault.values()) {
                for (long how : RESTARTS) {
                    if (fault == Fault.POWER_CUT && how <= -2) {
                        continue;
                    }
                    Machine m = machine(damaged);
                    try {
                        oneFault(m, damaged, k, fault, how);
                    } catch (IOException | AssertionError e) {
                        throw new AssertionError(
                                "damaged " + damaged + ", operation " + k + " " + fault + ", restart " + how + "\n"
                                        + String.join("\n", m.disk.trace()),
                                e);
                    }
                }
            }
        }
    }

    private static void oneFault(Machine m, boolean damaged, int k, Fault fault, long how) throws IOException {
        m.disk.failAt(k, fault);
        boolean acknowledged = false;
        try {
            m.store.restore(KEY, right(), UNTIL);
            acknowledged = true;
        } catch (IOException e) {
            // the fault
        }
        LocalWormStore store = m.restarted(how);
        byte[] held = store.find(KEY).isPresent() ? store.read(KEY, 1 << 20) : new byte[0];
        if (acknowledged) {
            assertThat(held).isEqualTo(RIGHT);
        } else if (damaged) {
            assertThat(Arrays.equals(held, RIGHT) || Arrays.equals(held, WRONG))
                    .as("one of the two")
                    .isTrue();
        } else {
            assertThat(held.length == 0 || Arrays.equals(held, RIGHT))
                    .as("whole or not")
                    .isTrue();
        }

        store.restore(KEY, right(), UNTIL);
        LocalWormStore after = m.restarted(-1);
        assertRight(after);
        assertThat(m.disk.root().resolve("worm/.tmp")).isEmptyDirectory();
        if (damaged) {
            assertThat(aside(m)).anyMatch(bytes -> Arrays.equals(bytes, WRONG));
        }
    }

    private static void assertRight(LocalWormStore store) throws IOException {
        assertThat(store.read(KEY, 1 << 20)).isEqualTo(RIGHT);
        assertThat(store.find(KEY).orElseThrow().retainUntil()).isAfterOrEqualTo(UNTIL);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(store.localPath(KEY).orElseThrow())))
                .isEqualTo("r--r--r--");
    }

    private static List<byte[]> aside(Machine m) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> kept = Files.list(m.disk.root().resolve("worm/.damaged"))) {
            for (Path each : kept.toList()) {
                all.add(Files.readAllBytes(each));
            }
        }
        return all;
    }

    @Test
    void keepsTheLaterOfTheTwoDates() throws IOException {
        Machine m = machine(true);
        Files.setLastModifiedTime(m.store.localPath(KEY).orElseThrow(), FileTime.from(UNTIL.plusSeconds(86_400)));

        assertThat(m.store.restore(KEY, right(), UNTIL).retainUntil()).isEqualTo(UNTIL.plusSeconds(86_400));
    }

    @Test
    void whatWasDamagedIsDisposedOfWithItsObject() throws IOException {
        Machine m = machine(true);
        m.store.restore(KEY, right(), UNTIL);
        assertThat(aside(m)).hasSize(1);

        m.store.dispose(KEY, UNTIL.plusSeconds(86_400));

        assertThat(aside(m)).isEmpty();
        assertThat(m.store.find(KEY)).isEmpty();
    }

    @Test
    void whatTurnsOutToBeWrongWhileItIsCopiedReplacesNothing() throws IOException {
        Machine m = machine(true);

        assertThatThrownBy(() -> m.store.restore(
                        KEY,
                        pieces(() -> {
                            throw new IOException("other bytes");
                        }),
                        UNTIL))
                .hasMessageContaining("other bytes");

        assertThat(m.store.read(KEY, 1 << 20)).isEqualTo(WRONG);
        assertThat(m.disk.root().resolve("worm/.tmp")).isEmptyDirectory();
    }

    @Test
    void aLostObjectIsPutIntoAStoreThatReplacesNothing() throws IOException {
        Machine m = machine(false);
        PuttingBack back = new PuttingBack(m.store, m.staging);
        // Left by one that was killed while it copied.
        m.staging.create(id("2026-11-21", 1)).close();

        back.restore(KEY, right(), UNTIL);

        assertRight(m.store);
        assertThat(m.staging.list()).isEmpty();
        ObjectKey document = ObjectKey.manifest(id("2026-11-21", 1));
        back.restore(document, right(), UNTIL);
        assertThat(m.store.read(document, 1 << 20)).isEqualTo(RIGHT);
    }

    @Test
    void aStoreThatReplacesNothingSaysSo() throws IOException {
        Machine m = machine(true);
        assertThatThrownBy(() -> new PuttingBack(m.store, m.staging).restore(KEY, right(), UNTIL))
                .isInstanceOf(CannotReplaceException.class)
                .hasMessageContaining("other bytes, locked until " + UNTIL);
        assertThat(m.store.read(KEY, 1 << 20)).isEqualTo(WRONG);
    }

    private interface Next {
        ByteBuffer get() throws IOException;
    }

    private static RightBytes right() {
        ByteBuffer all = ByteBuffer.wrap(RIGHT);
        return pieces(() -> {
            ByteBuffer some = all.slice(all.position(), Math.min(1700, all.remaining()));
            all.position(all.position() + some.remaining());
            return some;
        });
    }

    private static RightBytes pieces(Next next) {
        return new RightBytes() {
            @Override
            public long size() {
                return RIGHT.length;
            }

            @Override
            public Pieces begin() {
                return new Pieces() {
                    @Override
                    public ByteBuffer next() throws IOException {
                        return next.get();
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
