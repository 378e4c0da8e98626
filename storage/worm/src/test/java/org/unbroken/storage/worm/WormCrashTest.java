package org.unbroken.storage.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.Fault;
import org.unbroken.storage.durable.ForgetfulDisk;
import org.unbroken.storage.durable.MemoryTempDir;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;

/**
 * Every operation of every step goes wrong once, in every way: then the process starts again, with the disk as it was
 * (kill), as the platters have it (power cut), or something in between.
 */
class WormCrashTest {
    private static final RecordingId ID = id("2026-11-21", 1);
    private static final Instant LATER = UNTIL.plusSeconds(86_400);
    private static final byte[] BYTES = bytes(3000, 1);
    /** A killed process whose successor does the work again at once: its promise must not rest on the page cache. */
    private static final long KILLED_AND_DONE_AGAIN = -3;
    /** Power cuts with luck, by seed; −1 is one without any, −2 a killed process. */
    private static final List<Long> RESTARTS = List.of(KILLED_AND_DONE_AGAIN, -2L, -1L, 1L, 2L, 3L);

    @TempDir(factory = MemoryTempDir.class)
    Path dir;

    /** What is done, and what stands if it returned. */
    enum Work {
        PUT {
            @Override
            void run(Machine m) throws IOException {
                m.store.put(ObjectKey.manifest(ID), BYTES, UNTIL);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                m.assertHolds(ObjectKey.manifest(ID), UNTIL);
            }
        },
        PUT_AGAIN_FOR_LONGER {
            @Override
            void prepare(Machine m) throws IOException {
                PUT.run(m);
            }

            @Override
            void run(Machine m) throws IOException {
                m.store.put(ObjectKey.manifest(ID), BYTES, LATER);
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                PUT.assertDone(m);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                m.assertHolds(ObjectKey.manifest(ID), LATER);
            }
        },
        STOW {
            @Override
            void prepare(Machine m) throws IOException {
                try (StagedFile file = m.staging.create(ID)) {
                    file.write(0, ByteBuffer.wrap(BYTES));
                    file.sync(file.length());
                }
            }

            @Override
            void run(Machine m) throws IOException {
                m.store.stow(ID, 10, ObjectKey.original(ID), UNTIL);
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                if (m.store.find(ObjectKey.original(ID)).isEmpty()) {
                    assertThat(Files.readAllBytes(m.staging.pathOf(ID))).isEqualTo(BYTES);
                }
            }

            @Override
            void assertDone(Machine m) throws IOException {
                m.assertHolds(ObjectKey.original(ID), UNTIL);
                assertThat(m.staging.list()).isEmpty();
            }
        },
        EXTEND {
            @Override
            void prepare(Machine m) throws IOException {
                PUT.run(m);
            }

            @Override
            void run(Machine m) throws IOException {
                m.store.extend(ObjectKey.manifest(ID), LATER);
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                PUT.assertDone(m);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                m.assertHolds(ObjectKey.manifest(ID), LATER);
            }
        },
        HOLD {
            @Override
            void prepare(Machine m) throws IOException {
                PUT.run(m);
            }

            @Override
            void run(Machine m) throws IOException {
                m.store.hold(ObjectKey.manifest(ID));
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                PUT.assertDone(m);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                PUT.assertDone(m);
                m.assertHeld(true);
            }
        },
        HOLD_AGAIN {
            @Override
            void prepare(Machine m) throws IOException {
                PUT.run(m);
                HOLD.run(m);
            }

            @Override
            void run(Machine m) throws IOException {
                HOLD.run(m);
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                HOLD.assertDone(m);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                HOLD.assertDone(m);
            }
        },
        EXTEND_WHAT_IS_HELD {
            @Override
            void prepare(Machine m) throws IOException {
                HOLD_AGAIN.prepare(m);
            }

            @Override
            void run(Machine m) throws IOException {
                EXTEND.run(m);
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                HOLD.assertDone(m);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                EXTEND.assertDone(m);
                m.assertHeld(true);
            }
        },
        RELEASE {
            @Override
            void prepare(Machine m) throws IOException {
                HOLD_AGAIN.prepare(m);
            }

            @Override
            void run(Machine m) throws IOException {
                m.store.release(ObjectKey.manifest(ID));
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                PUT.assertDone(m);
            }

            @Override
            void assertDone(Machine m) throws IOException {
                PUT.assertDone(m);
                m.assertHeld(false);
            }
        },
        DISPOSE {
            @Override
            void prepare(Machine m) throws IOException {
                PUT.run(m);
            }

            @Override
            void run(Machine m) throws IOException {
                m.store.dispose(ObjectKey.manifest(ID), UNTIL);
            }

            @Override
            void assertAlways(Machine m) throws IOException {
                if (m.store.find(ObjectKey.manifest(ID)).isPresent()) {
                    PUT.assertDone(m);
                }
            }

            @Override
            void assertDone(Machine m) throws IOException {
                assertThat(m.store.find(ObjectKey.manifest(ID))).isEmpty();
            }
        };

        void prepare(Machine m) throws IOException {}

        abstract void run(Machine m) throws IOException;

        void assertAlways(Machine m) throws IOException {}

        abstract void assertDone(Machine m) throws IOException;
    }

    /** A process on a disk. */
    private static final class Machine {
        final ForgetfulDisk disk;
        LocalStagingArea staging;
        LocalWormStore store;

        Machine(Path dir) throws IOException {
            disk = new ForgetfulDisk(Files.createDirectory(dir));
            begin();
        }

        void begin() throws IOException {
            staging = new LocalStagingArea(disk.root(), disk);
            store = new LocalWormStore(disk.root(), staging, disk, new LocalWormSettings(false));
            store.start();
        }

        void restart(long how) throws IOException {
            restartDisk(how);
            begin();
        }

        void restartDisk(long how) throws IOException {
            disk.forgetFaults();
            if (how == -1) {
                disk.crash();
            } else if (how >= 0) {
                disk.crash(how);
            }
        }

        void assertHolds(ObjectKey key, Instant until) throws IOException {
            assertThat(store.read(key, 1 << 20)).isEqualTo(BYTES);
            assertThat(store.find(key).orElseThrow().retainUntil()).isAfterOrEqualTo(until);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(store.localPath(key).orElseThrow())))
                    .isEqualTo("r--r--r--");
        }

        void assertHeld(boolean held) throws IOException {
            assertThat(store.find(ObjectKey.manifest(ID)).orElseThrow().held()).isEqualTo(held);
        }

        void assertNothingHalf() throws IOException {
            try (Stream<ObjectKey> keys = store.list("")) {
                for (ObjectKey key : keys.toList()) {
                    assertHolds(key, UNTIL);
                }
            }
        }
    }

    private int runs;

    private Machine machine() throws IOException {
        return new Machine(dir.resolve("run" + runs++));
    }

    private int operationsOf(Work work) throws IOException {
        Machine m = machine();
        work.prepare(m);
        int before = m.disk.operations();
        work.run(m);
        return m.disk.operations() - before;
    }

    @ParameterizedTest
    @EnumSource
    void survivesAFaultAtEveryOperation(Work work) throws IOException {
        int operations = operationsOf(work);
        assertThat(operations).isPositive();
        for (int k = 0; k <= operations; k++) {
            for (Fault fault : Fault.values()) {
                for (long how : RESTARTS) {
                    if (fault == Fault.POWER_CUT && how <= -2) {
                        continue;
                    }
                    Machine m = machine();
                    String what = work + ", operation " + k + " " + fault + ", restart " + how;
                    try {
                        oneFault(m, work, k, fault, how);
                    } catch (IOException | AssertionError e) {
                        throw new AssertionError(what + "\n" + String.join("\n", m.disk.trace()), e);
                    }
                }
            }
        }
    }

    private static void oneFault(Machine m, Work work, int k, Fault fault, long how) throws IOException {
        work.prepare(m);
        m.disk.failAt(k, fault);
        boolean acknowledged = false;
        try {
            work.run(m);
            acknowledged = true;
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(ObjectConflictException.class);
        }

        m.restart(how);
        m.assertNothingHalf();
        work.assertAlways(m);
        if (acknowledged) {
            work.assertDone(m);
        }
        // What could be seen after the start lasts: somebody may have referred to it.
        if (how != KILLED_AND_DONE_AGAIN) {
            List<ObjectKey> seen = keys(m);
            m.restart(-1);
            if (work != Work.STOW) {
                assertThat(keys(m)).containsAll(seen);
            }
        }

        work.run(m);
        work.assertDone(m);
        m.restart(-1);
        work.assertDone(m);
        m.assertNothingHalf();
        assertThat(m.disk.root().resolve("worm/.tmp")).isEmptyDirectory();
    }

    private static List<ObjectKey> keys(Machine m) throws IOException {
        try (Stream<ObjectKey> keys = m.store.list("")) {
            return keys.toList();
        }
    }

    /** The start-up path is the recovery path: it has to survive the same. */
    @ParameterizedTest
    @EnumSource
    void survivesASecondFaultDuringTheStart(Work work) throws IOException {
        int operations = operationsOf(work);
        for (int k = 0; k <= operations; k++) {
            for (int second = 0; second < 10; second++) {
                for (long how : List.of(-1L, 1L)) {
                    Machine m = machine();
                    String what = work + ", operation " + k + ", at the start " + second + ", restart " + how;
                    try {
                        work.prepare(m);
                        m.disk.failAt(k, Fault.POWER_CUT);
                        try {
                            work.run(m);
                        } catch (IOException e) {
                            // the cut
                        }
                        m.restartDisk(how);
                        m.disk.failAt(second, Fault.POWER_CUT);
                        try {
                            m.begin();
                        } catch (IOException e) {
                            // the second cut
                        }
                        m.restart(how + 10);
                        m.assertNothingHalf();
                        work.assertAlways(m);
                        work.run(m);
                        m.restart(-1);
                        work.assertDone(m);
                    } catch (IOException | AssertionError e) {
                        throw new AssertionError(what + "\n" + String.join("\n", m.disk.trace()), e);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskIsAClearErrorAndLeavesNothingHalf(Work work) throws IOException {
        Machine m = machine();
        work.prepare(m);
        List<ObjectKey> before = keys(m);
        m.disk.leaveSpace(100);
        try {
            work.run(m);
            work.assertDone(m); // stowing and extending need no room
        } catch (IOException e) {
            assertThat(work).isEqualTo(Work.PUT);
            assertThat(e)
                    .hasMessageContaining(ObjectKey.manifest(ID).value())
                    .hasMessageContaining("3000 bytes")
                    .hasMessageContaining("No space left on device");
            assertThat(keys(m)).isEqualTo(before);
            assertThat(m.disk.root().resolve("worm/.tmp")).isEmptyDirectory();
        }
        m.disk.leaveSpace(1 << 20);
        work.run(m);
        work.assertDone(m);
        assertThat(Arrays.asList(m.disk.root().resolve("staging").toFile().list()))
                .isEmpty();
    }
}
