package org.unbroken.storage.intake;

import static org.unbroken.storage.intake.IntakeTables.LANDED;
import static org.unbroken.storage.intake.IntakeTables.LANDING;
import static org.unbroken.storage.intake.IntakeTables.PENDING;
import static org.unbroken.storage.intake.IntakeTables.RETRY;
import static org.unbroken.storage.intake.IntakeTables.SESSION;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;

/**
 * Takes out of sessions and landings what names people, and the digests of footage that is gone: the upload's id stays
 * taken, and HEAD still answers. One write for all of them; then the tables' files are written anew.
 */
final class IntakeErasure {
    private final RocksDatabase database;

    IntakeErasure(RocksDatabase database) {
        this.database = database;
    }

    void forget(List<RecordingId> recordings) throws IOException {
        Batch batch = new Batch();
        TreeSet<Long> landings = new TreeSet<>();
        TreeSet<RecordingId> sessions = new TreeSet<>();
        for (RecordingId id : recordings) {
            Optional<byte[]> sequence = database.get(LANDED, IntakeTables.id(id));
            // What waits to be sealed was not disposed of, whoever says so.
            if (sequence.isEmpty() || database.get(PENDING, sequence.get()).isPresent()) {
                continue;
            }
            byte[] key = sequence.get();
            Optional<byte[]> landing = database.get(LANDING, key);
            if (landing.isPresent()) {
                batch.put(
                        LANDING,
                        key,
                        LandingCodec.encode(LandingCodec.decode(landing.get()).emptied()));
            }
            batch.delete(RETRY, key);
            Optional<byte[]> session = database.get(SESSION, IntakeTables.id(id));
            if (session.isPresent()) {
                batch.put(
                        SESSION, IntakeTables.id(id), SessionCodec.encode(emptied(SessionCodec.decode(session.get()))));
            }
            landings.add(IntakeTables.readSequence(key));
            sessions.add(id);
        }
        if (batch.isEmpty()) {
            return;
        }
        database.write(batch, Durability.SYNCED);
        database.flush();
        database.purge(SESSION, IntakeTables.id(sessions.first()), Keys.afterPrefix(IntakeTables.id(sessions.last())));
        for (String family : List.of(LANDING, RETRY)) {
            database.purge(family, Keys.ofLong(landings.first()), Keys.ofLong(landings.last() + 1));
        }
    }

    static UploadSession emptied(UploadSession session) {
        return new UploadSession(
                session.id(),
                session.agency(),
                session.camera(),
                session.uploader(),
                session.length(),
                Map.of(),
                "",
                session.created(),
                session.expires(),
                session.unverifiedFrom(),
                session.syncedBoot());
    }
}
