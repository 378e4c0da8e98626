package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.LedgerEvent;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.ledger.StoredAnalysis;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Makes rows, index and counts anew, at a start that finds them made by an earlier version: from the entries and documents
 * that the same database holds, so that it takes minutes and not the hours of a rebuild. The log is not touched.
 *
 * <pre>
 *    step                                          a crash after it leaves           and the next start
 * 1  rows, index and counts, away                  the old version's number          begins with 1
 * 2  published entries applied, some at a time     the same, and some rows           begins with 1
 * 3  what waits over its rows again; the number    all                               has nothing to do
 * </pre>
 */
final class LedgerRemake {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerRemake.class);
    private static final int ENTRIES_AT_ONCE = 8_192;
    private static final byte[] FIRST = new byte[0];
    /** After every key: ids are 16 bytes, and what the index's keys begin with is ASCII. */
    private static final byte[] LAST = new byte[] {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    };

    private final CustodyDatabase database;
    private final WormStore worm;

    private LedgerRemake(CustodyDatabase database, WormStore worm) {
        this.database = database;
        this.worm = worm;
    }

    /**
     * Before anything is read from the ledger.
     *
     * @throws LogStoppedException for a database that a later version made
     */
    static void whereItIsOld(CustodyDatabase database, WormStore worm) throws IOException {
        RocksDatabase basis = database.healthy();
        long published = RocksLedger.publishedSize(basis);
        long version = LogRecords.ledgerVersion(basis);
        if (version > LogRecords.LEDGER_VERSION) {
            throw new LogStoppedException("the ledger's rows and index are of version " + version
                    + ", and this program makes version " + LogRecords.LEDGER_VERSION
                    + ": start the newer program, or run rebuild with this one");
        }
        if (published > 0 && version < LogRecords.LEDGER_VERSION) {
            LOG.info("the ledger's rows and index are of version {}: made anew of {} entries", version, published);
            new LedgerRemake(database, worm).run(published);
            LOG.info("the ledger's rows and index are of version {} now", LogRecords.LEDGER_VERSION);
        }
    }

    private void run(long published) throws IOException {
        Batch away = new Batch();
        away.deleteRange(Families.ROWS, FIRST, LAST);
        away.deleteRange(Families.INDEX, FIRST, LAST);
        for (RecordingState state : RecordingState.values()) {
            LedgerChanges.forgetCount(away, state);
        }
        database.write(database.healthy(), away);
        for (long first = 0; first < published; first += ENTRIES_AT_ONCE) {
            apply(first, Math.min(published, first + ENTRIES_AT_ONCE));
        }
        finish();
    }

    private void apply(long first, long end) throws IOException {
        RocksDatabase basis = database.healthy();
        Batch batch = new Batch();
        LedgerChanges changes = new LedgerChanges(new WithoutNotes(basis), batch);
        for (long index = first; index < end; index++) {
            changes.apply(event(basis, changes, index));
        }
        changes.finish();
        database.write(basis, batch);
    }

    private LedgerEvent event(RocksDatabase basis, LedgerChanges changes, long index) throws IOException {
        Entry entry = Entry.parse(LogRecords.entry(basis, index));
        RecordingId id = new RecordingId(entry.recording());
        Optional<JsonObject> manifest = Optional.empty();
        if (entry.manifest().isPresent() && changes.needsManifest(entry)) {
            manifest = LedgerDocuments.document(
                    worm, ObjectKey.manifest(id), entry.manifest().get());
        }
        return new LedgerEvent(
                index, entry, LogRecords.detail(basis, index).map(JsonObject::parse), manifest, analysis(basis, entry));
    }

    /** The newest is at hand, and each before it leaves nothing in a row that the newest does not replace. */
    private static Optional<StoredAnalysis> analysis(RocksReader basis, Entry entry) throws IOException {
        Optional<Sha256> digest = entry.is(CustodyEvent.INSPECTED) ? entry.analysis() : Optional.empty();
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        return basis.get(Families.ANALYSES, RecordingKey.of(new RecordingId(entry.recording())))
                .filter(bytes -> Sha256.of(bytes).equals(digest.get()))
                .map(StoredAnalysis::new);
    }

    private void finish() throws IOException {
        RocksDatabase basis = database.healthy();
        Batch batch = new Batch();
        LedgerChanges changes = new LedgerChanges(new WithoutNotes(basis), batch);
        changes.blockAgain(basis);
        changes.finish();
        LogRecords.putLedgerVersion(batch);
        database.write(basis, batch);
    }

    /** Rows are made as if nothing waited: what lies over a row has its place in the index once the row has. */
    private record WithoutNotes(RocksReader database) implements RocksReader {
        @Override
        public Optional<byte[]> get(String family, byte[] key) throws IOException {
            return family.equals(Families.BLOCKED) ? Optional.empty() : database.get(family, key);
        }

        @Override
        public Scan scan(String family, byte[] from, byte[] toExclusive) throws IOException {
            return database.scan(family, from, toExclusive);
        }

        @Override
        public Scan scanReverse(String family, byte[] from, byte[] toExclusive) throws IOException {
            return database.scanReverse(family, from, toExclusive);
        }
    }
}
