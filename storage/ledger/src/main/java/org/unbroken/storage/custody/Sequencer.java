package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Detail;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.custody.EntryBuilder;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.RocksReader;

/**
 * Works out the entries for a number of facts, and all that they change, as one batch. Nothing is remembered from one
 * batch to the next: after a failed write the database alone knows what happened. Used for one batch and thrown away.
 */
final class Sequencer {
    private final RocksReader database;
    private final SecureRandom random;
    private final Batch batch = new Batch();
    private final long oldSize;
    private final DisposalOrder order;
    private final List<Sha256> leaves = new ArrayList<>();
    private final Map<ByteBuffer, Sequenced> made = new HashMap<>();
    private final Map<Sha256, CameraHead> heads = new HashMap<>();
    private final Map<ByteBuffer, RecordingId> firsts = new HashMap<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Sequencer(RocksReader database, SecureRandom random) throws IOException {
        this.database = database;
        this.random = random;
        this.oldSize = RocksLedger.size(database);
        this.order = new DisposalOrder(database);
    }

    /** A fact that became an entry, or whose entry is there from an earlier time. */
    record Accepted(PendingFact pending, Sequenced sequenced) {}

    /** A fact that no entry can be made of: its own fault, and no other's. */
    record Refused(PendingFact pending, IllegalArgumentException why) {}

    List<Accepted> accepted() {
        return accepted;
    }

    List<Refused> refused() {
        return refused;
    }

    long newSize() {
        return oldSize + leaves.size();
    }

    int newEntries() {
        return leaves.size();
    }

    void add(PendingFact pending) throws IOException {
        try {
            accepted.add(new Accepted(pending, sequence(pending.fact(), pending.keepsSalt())));
        } catch (IllegalArgumentException e) {
            refused.add(new Refused(pending, e));
        }
    }

    private Sequenced sequence(CustodyFact fact, boolean keepsSalt) throws IOException {
        String distinct = happensOnce(fact.event()) ? "" : fact.key();
        byte[] factKey = LogRecords.factKey(fact.recording(), fact.event().wire(), distinct);
        Sequenced earlier = made.get(ByteBuffer.wrap(factKey));
        if (earlier != null) {
            return new Sequenced(earlier.index(), earlier.entry(), true);
        }
        Optional<Long> stored = LogRecords.factIndex(database, factKey);
        if (stored.isPresent()) {
            return new Sequenced(stored.get(), Entry.parse(LogRecords.entry(database, stored.get())), true);
        }
        order.check(fact);
        Detail detail = detail(fact, distinct, keepsSalt);
        Entry entry = entry(fact, detail);
        long index = newSize();
        LogRecords.putEntry(batch, index, entry, Optional.of(detail.bytes()), distinct);
        remember(fact, entry, detail);
        order.add(fact, distinct);
        leaves.add(TreeHash.leaf(entry.bytes()));
        Sequenced sequenced = new Sequenced(index, entry, false);
        made.put(ByteBuffer.wrap(factKey), sequenced);
        return sequenced;
    }

    private Detail detail(CustodyFact fact, String distinct, boolean keepsSalt) throws IOException {
        JsonObject body = body(fact, distinct);
        Optional<String> salt = keepsSalt ? fact.detail().findString("salt") : Optional.empty();
        return salt.isPresent() ? new Detail(body.with().put("salt", salt.get()).build()) : Detail.salted(body, random);
    }

    static boolean happensOnce(CustodyEvent event) {
        return event == CustodyEvent.RECEIVED
                || event == CustodyEvent.SEALED
                || event == CustodyEvent.QUARANTINED
                || event == CustodyEvent.DISPOSED;
    }

    /** What a rebuild needs and the entry may not carry goes into the detail: the fact's key, and whose repeat it is. */
    private JsonObject body(CustodyFact fact, String distinct) throws IOException {
        JsonObject.Builder body = fact.detail().with().remove("salt").remove("key");
        if (fact.camera().isPresent()) {
            body.put("camera", fact.camera().get());
        }
        if (!distinct.isEmpty()) {
            body.put("key", distinct);
        }
        if (fact.event() == CustodyEvent.SEALED) {
            Optional<RecordingId> first = first(fact);
            body.remove("repeat_of");
            first.filter(id -> !id.equals(fact.recording())).ifPresent(id -> body.put("repeat_of", id.value()));
        }
        return body.build();
    }

    private Optional<RecordingId> first(CustodyFact fact) throws IOException {
        Optional<byte[]> key = repeatKey(fact);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        RecordingId inBatch = firsts.get(ByteBuffer.wrap(key.get()));
        return inBatch != null
                ? Optional.of(inBatch)
                : database.get(Families.REPEATS, key.get()).map(RecordingKey::id);
    }

    private static Optional<byte[]> repeatKey(CustodyFact fact) {
        return fact.camera().flatMap(camera -> fact.detail()
                .findString("sha256")
                .map(sha256 -> LogRecords.repeatKey(fact.agency(), camera, sha256)));
    }

    private Entry entry(CustodyFact fact, Detail detail) throws IOException {
        EntryBuilder entry =
                Entry.builder(fact.event(), fact.recording(), fact.agency(), fact.at(), fact.actor(), detail.digest());
        switch (fact.event()) {
            case RECEIVED -> entry.received(required(fact.size(), "size", fact), required(fact.chain(), "chain", fact));
            case SEALED -> {
                entry.sealed(required(fact.document(), "the manifest's digest", fact));
                place(fact, entry);
            }
            case QUARANTINED -> {
                fact.document().ifPresent(entry::sealed);
                place(fact, entry);
            }
            case INSPECTED -> fact.document().ifPresent(entry::analysis);
            case RETAINED -> entry.until(until(fact));
            case DISPOSED -> fact.document().ifPresent(entry::list);
            case DISPOSAL_REQUESTED, DISPOSAL_APPROVED, DISPOSAL_ORDERED, DISPOSAL_DONE ->
                entry.list(required(fact.document(), "its list's digest", fact));
            case VIEWED, VERIFIED, EXPORTED, DAMAGED, RESTORED, HELD, RELEASED -> {}
            case LONG_TERM, LONG_TERM_WITHDRAWN, REVIEWED, SAMPLE_REQUESTED, SAMPLE_DRAWN -> {}
            case CAMERA_ISSUED, CAMERA_RETURNED, CAMERA_CHECKED, CAMERA_LENT, CAMERA_LOST -> {}
            case ACCESS_REQUESTED, ACCESS_APPROVED, ACCESS_REFUSED, CLASSIFIED -> {}
            case LABELLED, REPORTED, EXPLAINED -> {}
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED -> {}
        }
        return entry.build();
    }

    /** The entry has it too: what a recording's date rests on must outlive its details. */
    private static Instant until(CustodyFact fact) {
        return Timestamps.parse(required(fact.detail().findString("until"), "until", fact));
    }

    private void place(CustodyFact fact, EntryBuilder entry) throws IOException {
        Sha256 camera = Entry.cameraKey(fact.agency(), required(fact.camera(), "camera", fact));
        CameraHead head = heads.get(camera);
        if (head == null) {
            head = LogRecords.cameraHead(database, camera).orElse(CameraHead.NONE);
        }
        entry.camera(camera, head.position() + 1, head.entry());
    }

    private void remember(CustodyFact fact, Entry entry, Detail detail) {
        if (entry.camera().isPresent() && entry.position().isPresent()) {
            heads.put(entry.camera().get(), new CameraHead(entry.position().getAsLong(), entry.digest()));
        }
        Optional<byte[]> key = repeatKey(fact);
        boolean first = detail.json().find("repeat_of").isEmpty();
        if (fact.event() == CustodyEvent.SEALED && key.isPresent() && first) {
            firsts.put(ByteBuffer.wrap(key.get()), fact.recording());
            batch.put(Families.REPEATS, key.get(), RecordingKey.of(fact.recording()));
        }
    }

    private static <T> T required(Optional<T> value, String name, CustodyFact fact) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "a " + fact.event().wire() + " fact needs " + name + ": recording " + fact.recording()));
    }

    /** The whole change, tree included; nothing of it happened before it is written. */
    Batch finish() throws IOException {
        if (!leaves.isEmpty()) {
            TreeGrowth growth = TreeGrowth.append(oldSize, LogRecords.tiles(database), leaves);
            growth.changed()
                    .forEach((tile, hashes) ->
                            batch.put(Families.TILES, LogRecords.tileKey(tile.level(), tile.index()), hashes));
            LogRecords.putSize(batch, growth.newSize());
        }
        return batch;
    }
}
