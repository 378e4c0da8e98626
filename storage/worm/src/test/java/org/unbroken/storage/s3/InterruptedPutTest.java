package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.s3.FailingClient.Failure;
import org.unbroken.storage.s3.FailingClient.Moment;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/** Every request to the store in turn fails, before it was done or after; or the process dies there. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class InterruptedPutTest {
    private static final int SIZE = 1000;
    /** The day of those that are staged apart. */
    private static final String COPIED = "2026-11-22";

    private interface Step {
        StoredObject run(S3WormStore store, ObjectKey key, int number) throws IOException;
    }

    private interface Key {
        ObjectKey of(int number);
    }

    private record Fault(Failure failure, Moment moment) {}

    static Stream<Fault> faults() {
        return Stream.of(Failure.values())
                .flatMap(failure -> Stream.of(Moment.values()).map(moment -> new Fault(failure, moment)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aPutByTicketHeals(Fault fault) throws IOException {
        everywhere(fault, ObjectKey::checkpoint, (store, key, number) -> store.put(key, bytes(SIZE, number), UNTIL));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aPutAtOnceHeals(Fault fault) throws IOException {
        everywhere(
                fault,
                number -> ObjectKey.detail(id("2026-11-21", 1), Sha256.of(bytes(SIZE, number))),
                (store, key, number) -> store.put(key, bytes(SIZE, number), UNTIL));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void stowingHeals(Fault fault) throws IOException {
        everywhere(
                fault,
                number -> ObjectKey.original(id("2026-11-21", number)),
                (store, key, number) -> store.stow(id("2026-11-21", number), SIZE, key, UNTIL));
    }

    /** Of an upload of unknown length, which is copied as far as it landed. */
    @ParameterizedTest
    @MethodSource("faults")
    void stowingACopyHeals(Fault fault) throws IOException {
        everywhere(
                fault,
                number -> ObjectKey.original(id(COPIED, number)),
                (store, key, number) -> store.stow(id(COPIED, number), SIZE, key, UNTIL));
    }

    private static void stage(StoreRoom room, PartsStaging staging, ObjectKey key, int number) throws IOException {
        if (key.equals(ObjectKey.original(id(COPIED, number)))) {
            byte[] andMore = Arrays.copyOf(bytes(SIZE, number), SIZE + 100);
            staging.stageApart(room.connection, id(COPIED, number), andMore);
        } else if (key.value().endsWith("/original")) {
            staging.stage(id("2026-11-21", number), bytes(SIZE, number));
        }
    }

    private static void everywhere(Fault fault, Key keys, Step step) throws IOException {
        FailingClient failing = new FailingClient();
        try (StoreRoom room = StoreRoom.started(RadosGateway.started().newBuckets(), failing::around)) {
            PartsStaging staging = new PartsStaging(room);
            boolean reached = true;
            for (int call = 0; reached; call++) {
                int number = call + 1;
                ObjectKey key = keys.of(number);
                stage(room, staging, key, number);
                failing.failAt(call, fault.moment(), fault.failure());
                try {
                    if (fault.failure() == Failure.DEATH) {
                        try {
                            step.run(room.store, key, number);
                        } catch (FailingClient.Death e) {
                            assertThat(failing.hasFailed()).isTrue();
                        }
                    } else {
                        tryOnce(step, room, key, number);
                    }
                } finally {
                    reached = failing.hasFailed();
                    failing.heal();
                }
                checkWhole(step.run(room.store, key, number), room, key, number, call + " " + fault);
            }
            Instant later = Instant.now().plus(UnnamedUploads.GRACE).plusSeconds(60);
            new UnnamedUploads(room.connection, room.documents, () -> later).sweep();
            assertThat(room.client()
                            .listMultipartUploads(b -> b.bucket(room.settings.wormBucket()))
                            .uploads())
                    .isEmpty();
            assertThat(room.documents.list("claims/")).isEmpty();
        }
    }

    /** A request that fails may be healed within the call, or the caller is told. */
    private static void tryOnce(Step step, StoreRoom room, ObjectKey key, int number) {
        try {
            step.run(room.store, key, number);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("cannot");
        }
    }

    private static void checkWhole(StoredObject object, StoreRoom room, ObjectKey key, int number, String when)
            throws IOException {
        assertThat(room.versions(key)).as("versions after failure at %s", when).hasSize(1);
        assertThat(object.retainUntil()).as("date after failure at %s", when).isEqualTo(UNTIL);
        assertThat(room.store.read(key, SIZE)).isEqualTo(bytes(SIZE, number));
    }
}
