package org.unbroken.benchmarks.jmh;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.custody.EntryBuilder;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.LedgerChanges;
import org.unbroken.storage.ledger.LedgerDatabase;
import org.unbroken.storage.ledger.LedgerEvent;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;

/** The ledger alone, in RocksDB on the real disk, gone after: what publishing does to it, without log and store. */
final class LedgerFolder implements Closeable, LedgerDatabase {
    private final Path folder;
    private final RocksDatabase database;
    private final RocksLedger ledger = new RocksLedger(this, InstantSource.system());
    private final MadeUp madeUp = new MadeUp();
    private long entries;

    private LedgerFolder(Path folder, RocksDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    static LedgerFolder open() throws IOException {
        Path folder = Files.createTempDirectory("unbroken-benchmark");
        return new LedgerFolder(folder, RocksDatabase.open(folder.resolve("ledger"), Families.ALL));
    }

    /** So many new recordings, and of each the {@code received} entry applied; in one synced write. */
    List<CustodyFact> receive(int recordings) throws IOException {
        Batch batch = new Batch();
        LedgerChanges changes = new LedgerChanges(database, batch);
        List<CustodyFact> received = new ArrayList<>(recordings);
        for (int i = 0; i < recordings; i++) {
            CustodyFact fact = madeUp.received();
            received.add(fact);
            Entry entry = builder(fact)
                    .received(fact.size().orElseThrow(), fact.chain().orElseThrow())
                    .build();
            changes.apply(event(entry, fact));
        }
        changes.finish();
        write(database, batch);
        return received;
    }

    /** Each one's {@code sealed} entry applied, in one synced write. */
    void seal(List<CustodyFact> received) throws IOException {
        Batch batch = new Batch();
        LedgerChanges changes = new LedgerChanges(database, batch);
        for (CustodyFact each : received) {
            CustodyFact fact = madeUp.sealed(each);
            String camera = fact.camera().orElseThrow();
            Entry entry = builder(fact)
                    .sealed(fact.document().orElseThrow())
                    .camera(Entry.cameraKey(fact.agency(), camera), 1, Sha256.ZERO)
                    .build();
            changes.apply(event(entry, fact));
        }
        changes.finish();
        write(database, batch);
    }

    private static EntryBuilder builder(CustodyFact fact) {
        return Entry.builder(
                fact.event(),
                fact.recording(),
                fact.agency(),
                fact.at(),
                fact.actor(),
                Sha256.of(fact.detail().canonical()));
    }

    private LedgerEvent event(Entry entry, CustodyFact fact) {
        return new LedgerEvent(entries++, entry, Optional.of(fact.detail()), Optional.empty(), Optional.empty());
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public RocksDatabase reader() {
        return database;
    }

    @Override
    public RocksDatabase healthy() {
        return database;
    }

    @Override
    public void write(RocksDatabase basis, Batch batch) throws IOException {
        basis.write(batch, Durability.SYNCED);
    }

    @Override
    public void close() throws IOException {
        database.close();
        Folders.delete(folder);
    }
}
