package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;

/** A database whose rows an earlier version made is, after a start, as if this version had made them. */
class LedgerRemakeTest {
    private static final byte[] VERSION = Keys.ofText("ledger");

    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private final RecordingId landed = Facts.id();
    private final RecordingId known = Facts.id();
    private StoreFixture fixture;
    private Path database;
    private Map<String, String> whole = Map.of();

    @BeforeEach
    void live() throws Exception {
        database = directory.resolve("db");
        fixture = new StoreFixture(database, worm);
        fixture.live(9);
        try (CustodyStore store = fixture.open()) {
            StoreFixture.published(store, Facts.received(landed, "a", "cam"));
            store.ledger().block(landed, "a", "cam", 5, "the store is full");
            store.ledger().block(known, "a", "cam", 5, "no bytes");
        }
        whole = StoreFixture.dump(database);
    }

    @Test
    void rowsIndexAndCountsAreMadeAnew() throws Exception {
        makeOld();
        try (CustodyStore store = fixture.open()) {
            assertThat(store.ledger().find(landed).map(Recording::state)).contains(RecordingState.BLOCKED);
            assertThat(store.ledger().find(known).map(Recording::state)).contains(RecordingState.BLOCKED);
            assertThat(store.ledger().counts()).containsEntry(RecordingState.BLOCKED, 2L);
            assertThat(store.ledger().cameraEvents("a", Optional.empty(), 10)).isEmpty();
        }
        assertThat(StoreFixture.dump(database)).isEqualTo(whole);
    }

    @Test
    void aStartThatFailsBetweenIsMadeUpForByTheNext() throws Exception {
        for (int failing = 1; failing <= 3; failing++) {
            makeOld();
            int last = failing;
            AtomicInteger writes = new AtomicInteger();
            assertThatThrownBy(() -> fixture.open((written, batch) -> {
                        if (writes.incrementAndGet() == last) {
                            throw new IOException("no more");
                        }
                        written.write(batch, Durability.SYNCED);
                    }))
                    .hasMessage("no more");
            fixture.open().close();
            assertThat(StoreFixture.dump(database))
                    .as("write %s failed", failing)
                    .isEqualTo(whole);
        }
    }

    @Test
    void whatALaterVersionMadeIsLeftAlone() throws Exception {
        try (RocksDatabase opened = RocksDatabase.open(database, Families.ALL)) {
            opened.write(
                    new Batch().put(Families.META, VERSION, Keys.ofLong(LogRecords.LEDGER_VERSION + 1)),
                    Durability.SYNCED);
        }
        Map<String, String> before = StoreFixture.dump(database);
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LogStoppedException.class)
                .hasMessageContaining("start the newer program, or run rebuild");
        assertThat(StoreFixture.dump(database)).isEqualTo(before);
    }

    /** As before versions were told: accesses began as cameras' events do. */
    private void makeOld() throws IOException {
        try (RocksDatabase opened = RocksDatabase.open(database, Families.ALL)) {
            Batch batch = new Batch().delete(Families.META, VERSION);
            for (byte[] access : keys(opened, new byte[] {'x'})) {
                byte[] old = access.clone();
                old[0] = 'v';
                batch.delete(Families.INDEX, access).put(Families.INDEX, old, new byte[0]);
            }
            keys(opened, new byte[] {'s'}).forEach(state -> batch.delete(Families.INDEX, state));
            batch.put(Families.META, Keys.ofText("count/sealed"), Keys.ofLong(4711));
            opened.write(batch, Durability.SYNCED);
        }
        assertThat(StoreFixture.dump(database)).isNotEqualTo(whole);
    }

    private static List<byte[]> keys(RocksDatabase opened, byte[] prefix) throws IOException {
        List<byte[]> keys = new ArrayList<>();
        try (Scan scan = opened.scanPrefix(Families.INDEX, prefix)) {
            while (scan.next()) {
                keys.add(scan.key());
            }
        }
        return keys;
    }
}
