package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.custody.MemoryWorm.Outcome;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;

class CutBackTest {
    @TempDir
    Path directory;

    /** Across tiles of 256, cameras old and new, repeats, an intent, a note, and what was published before. */
    @Test
    void leavesTheDatabaseAsItWasPublished() throws Exception {
        MemoryWorm worm = new MemoryWorm();
        Path database = directory.resolve("db");
        StoreFixture fixture = new StoreFixture(database, worm);
        fixture.live(50);
        Map<String, String> published = StoreFixture.dump(database);

        worm.fault((number, key) -> Outcome.FAILED);
        RecordingId waiting = Facts.id();
        try (CustodyStore store = fixture.open()) {
            for (int i = 0; i < 120; i++) {
                RecordingId id = Facts.id();
                String camera = "cam" + i % 7;
                StoreFixture.append(store, Facts.received(id, "a", camera));
                StoreFixture.append(
                        store,
                        Facts.sealed(id, "a", camera, Facts.manifest(id, "a", camera, new byte[] {(byte) (i % 50)})));
                StoreFixture.append(store, Facts.plain(CustodyEvent.VIEWED, "view-" + i, id, "a"));
            }
            store.ledger().block(waiting, "a", "cam1", 7, "no room");
            assertThat(store.ledger().counts()).containsEntry(RecordingState.BLOCKED, 1L);
        }
        assertThat(StoreFixture.dump(database)).hasSizeGreaterThan(published.size() + 360);

        try (RocksDatabase opened = RocksDatabase.open(database, Families.ALL)) {
            Batch batch = CutBack.of(opened);
            opened.write(batch, Durability.SYNCED);
            assertThat(CutBack.of(opened).isEmpty())
                    .as("nothing is left to take back")
                    .isTrue();
        }
        assertThat(StoreFixture.dump(database)).isEqualTo(published);
        worm.fault((number, key) -> Outcome.DONE);
        try (CustodyStore store = fixture.open()) {
            assertThat(store.ledger().find(waiting)).isEmpty();
            StoreFixture.published(store, Facts.received(Facts.id(), "a", "cam1"));
        }
    }
}
