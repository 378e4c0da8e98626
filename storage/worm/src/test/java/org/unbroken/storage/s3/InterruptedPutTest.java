package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.storage.worm.WormStoreContract.UNTIL;
import static org.unbroken.storage.worm.WormStoreContract.bytes;
import static org.unbroken.storage.worm.WormStoreContract.id;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.s3.FailingClient.Failure;
import org.unbroken.storage.s3.FailingClient.Moment;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/** Every request to the store in turn fails, before it was done or after; or the process dies there. */
class InterruptedPutTest {
    private static final int SIZE = 1000;

    private interface Step {
        StoredObject run(S3WormStore store, ObjectKey key, int number) throws IOException;
    }

    private interface Key {
        ObjectKey of(int number);
    }

    @Test
    void aPutByTicketHeals() throws IOException {
        everywhere(ObjectKey::checkpoint, (store, key, number) -> store.put(key, bytes(SIZE, number), UNTIL));
    }

    @Test
    void aPutAtOnceHeals() throws IOException {
        everywhere(
                number -> ObjectKey.detail(id("2026-11-21", 1), Sha256.of(bytes(SIZE, number))),
                (store, key, number) -> store.put(key, bytes(SIZE, number), UNTIL));
    }

    @Test
    void stowingHeals() throws IOException {
        everywhere(
                number -> ObjectKey.original(id("2026-11-21", number)),
                (store, key, number) -> store.stow(id("2026-11-21", number), SIZE, key, UNTIL));
    }

    private static void everywhere(Key keys, Step step) throws IOException {
        FailingClient failing = new FailingClient();
        try (StoreRoom room = StoreRoom.started(RadosGateway.started().newBuckets(), failing::around)) {
            PartsStaging staging = new PartsStaging(room);
            int number = 1;
            for (Failure failure : Failure.values()) {
                for (Moment moment : Moment.values()) {
                    boolean reached = true;
                    for (int call = 0; reached; call++, number++) {
                        ObjectKey key = keys.of(number);
                        if (key.value().endsWith("/original")) {
                            staging.stage(id("2026-11-21", number), bytes(SIZE, number));
                        }
                        failing.failAt(call, moment, failure);
                        int n = number;
                        try {
                            if (failure == Failure.DEATH) {
                                try {
                                    step.run(room.store, key, n);
                                } catch (FailingClient.Death e) {
                                    assertThat(failing.hasFailed()).isTrue();
                                }
                            } else {
                                tryOnce(step, room, key, n);
                            }
                        } finally {
                            reached = failing.hasFailed();
                            failing.heal();
                        }
                        checkWhole(step.run(room.store, key, n), room, key, n, call + " " + moment + " " + failure);
                    }
                }
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
