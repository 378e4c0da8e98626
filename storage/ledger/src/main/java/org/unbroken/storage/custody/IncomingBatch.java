package org.unbroken.storage.custody;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksReader;

/**
 * Works out what becomes of a number of incoming things: entries, and the places in the facts' source that they bring the
 * log up to. Entries and places are one batch: after a crash none is taken twice, and none is passed over.
 */
final class IncomingBatch {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingBatch.class);

    private final Sequencer sequencer;
    private final SortedMap<Integer, Long> positions;
    private final List<Noted> notes = new ArrayList<>();
    private boolean moved;

    private record Noted(CustodyEvents.Blocked note, long logSize) {}

    IncomingBatch(RocksReader database, SecureRandom random) throws IOException {
        this.sequencer = new Sequencer(database, random);
        this.positions = LogRecords.positions(database, Long.MAX_VALUE - 1);
    }

    Sequencer sequencer() {
        return sequencer;
    }

    void add(Incoming incoming) throws IOException {
        if (incoming instanceof PendingFact fact) {
            sequencer.add(fact);
        } else if (incoming instanceof PlacedItem item) {
            add(item.placed());
        }
    }

    private void add(FactSource.Placed placed) throws IOException {
        if (placed.item() instanceof FactSource.Item.Fact fact) {
            CompletableFuture<Sequenced> outcome = new CompletableFuture<>();
            outcome.exceptionally(e -> {
                LOG.error(
                        "the {} fact of recording {} at {}/{} is passed over: {}",
                        fact.fact().event().wire(),
                        fact.fact().recording(),
                        placed.partition(),
                        placed.offset(),
                        e.getMessage());
                return null;
            });
            sequencer.add(new PendingFact(fact.fact(), outcome, true));
        } else if (placed.item() instanceof FactSource.Item.Note note) {
            notes.add(new Noted(note.blocked(), sequencer.newSize()));
        } else if (placed.item() instanceof FactSource.Item.Unreadable unreadable) {
            LOG.error("what is at {}/{} is passed over: {}", placed.partition(), placed.offset(), unreadable.why());
        }
        positions.merge(placed.partition(), placed.offset() + 1, Math::max);
        moved = true;
    }

    /**
     * To be written before {@link #finish}: a crash between the two leaves notes whose place is not on record, so that
     * they come again.
     */
    void writeNotes(RocksLedger ledger) throws IOException {
        for (Noted noted : notes) {
            CustodyEvents.Blocked note = noted.note();
            ledger.block(note.recording(), note.agency(), note.camera(), note.size(), note.reason(), noted.logSize());
        }
    }

    /** Entries, tree and places; empty when nothing changes. */
    Batch finish() throws IOException {
        Batch batch = sequencer.finish();
        if (moved) {
            LogRecords.putPositions(batch, sequencer.newSize(), positions);
        }
        return batch;
    }
}
