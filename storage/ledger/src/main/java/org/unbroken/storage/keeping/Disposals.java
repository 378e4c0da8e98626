package org.unbroken.storage.keeping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** The batches that there are: lists in the WORM store, and what the log says of each. */
public final class Disposals {
    private final Ledger ledger;
    private final WormStore worm;

    public Disposals(Ledger ledger, WormStore worm) {
        this.ledger = ledger;
        this.worm = worm;
    }

    /** Empty for an id under which nothing was requested, a recording's included. */
    public Optional<DisposalBatch> find(RecordingId id) throws IOException {
        return DisposalBatch.of(id, ledger.custody(id));
    }

    /** As its entries say it is. */
    public DisposalList list(DisposalBatch batch) throws IOException {
        ObjectKey key = ObjectKey.disposal(batch.id());
        byte[] bytes = worm.read(key, DisposalList.MAX_BYTES);
        if (!Sha256.of(bytes).equals(batch.list())) {
            throw new IOException(
                    key + " is not the list that was requested and approved: nothing is disposed of by it");
        }
        try {
            return DisposalList.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException(key + " is no list: " + e.getMessage(), e);
        }
    }

    /** All of them, oldest first. A list that was put and never requested is none. */
    public List<DisposalBatch> all() throws IOException {
        List<DisposalBatch> found = new ArrayList<>();
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.DISPOSALS)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                String name = each.next().value().substring(ObjectKey.DISPOSALS.length());
                if (name.endsWith(".json")) {
                    find(new RecordingId(name.substring(0, name.length() - ".json".length())))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }
}
