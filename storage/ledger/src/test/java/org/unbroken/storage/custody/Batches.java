package org.unbroken.storage.custody;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.keeping.DisposalBatch;
import org.unbroken.storage.keeping.DisposalFacts;
import org.unbroken.storage.keeping.DisposalList;
import org.unbroken.storage.keeping.Disposals;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Batches of disposals, as people bring them about. */
final class Batches {
    private Batches() {}

    static JsonObject by(String name) {
        return JsonObject.builder()
                .put("by", name)
                .put("reason", "three years are over")
                .build();
    }

    static DisposalBatch requested(CustodyStore store, WormStore worm, Instant now, RecordingId... ids)
            throws Exception {
        DisposalList list = new DisposalList(
                Facts.id(),
                "a",
                now,
                Stream.of(ids)
                        .map(id -> new DisposalList.Item(id, Optional.empty()))
                        .toList());
        worm.put(ObjectKey.disposal(list.batch()), list.bytes(), now.plusSeconds(86_400 * 30_000L));
        StoreFixture.published(store, DisposalFacts.requested(list, "t-keeper", by("keeper")));
        return find(store, worm, list.batch());
    }

    static DisposalBatch approved(CustodyStore store, WormStore worm, DisposalBatch batch, String... who)
            throws Exception {
        for (String each : who) {
            StoreFixture.published(store, DisposalFacts.approved(batch, Facts.NOW, "t-" + each, by(each)));
        }
        return find(store, worm, batch.id());
    }

    static DisposalBatch ordered(CustodyStore store, WormStore worm, Instant now, boolean leaveOut, RecordingId... ids)
            throws Exception {
        DisposalBatch batch =
                approved(store, worm, requested(store, worm, now, ids), "first-approver", "second-approver");
        StoreFixture.published(store, DisposalFacts.ordered(batch, leaveOut, now, "t-keeper", by("keeper")));
        return find(store, worm, batch.id());
    }

    static DisposalBatch find(CustodyStore store, WormStore worm, RecordingId batch) throws Exception {
        return new Disposals(store.ledger(), worm).find(batch).orElseThrow();
    }

    /** A disposed entry by the newest batch there is. */
    static CustodyFact disposed(CustodyStore store, RecordingId id) throws Exception {
        List<Sequenced> all = store.log().read(0, Integer.MAX_VALUE);
        Sequenced order = all.stream()
                .filter(each -> each.entry().is(CustodyEvent.DISPOSAL_ORDERED))
                .reduce((a, b) -> b)
                .orElseThrow();
        CustodyFact plain = Facts.plain(CustodyEvent.DISPOSED, "", id, "a");
        return new CustodyFact(
                plain.event(),
                plain.key(),
                id,
                plain.agency(),
                Optional.empty(),
                plain.at(),
                plain.actor(),
                plain.detail(),
                Optional.empty(),
                Optional.empty(),
                order.entry().list());
    }
}
