package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/**
 * What may follow what: no disposal while a hold is open, and nothing after a disposal. Held to here, where facts get
 * their order and nowhere else: whoever placed a hold and whoever disposes may both have looked before, and only one of
 * the two comes first. Sees what is sequenced, published or not.
 */
final class DisposalOrder {
    private final RocksReader database;
    /** Of this batch, not in the database yet. */
    private final Map<RecordingId, List<Change>> made = new HashMap<>();

    DisposalOrder(RocksReader database) {
        this.database = database;
    }

    private record Change(CustodyEvent event, String key) {}

    /** Throws {@link IllegalArgumentException} for a fact that comes too late or too early. */
    void check(CustodyFact fact) throws IOException {
        if (Sequencer.happensOnce(fact.event()) && fact.event() != CustodyEvent.DISPOSED) {
            return;
        }
        List<Change> changes = made.getOrDefault(fact.recording(), List.of());
        byte[] disposal = LogRecords.factKey(fact.recording(), CustodyEvent.DISPOSED.wire(), "");
        boolean disposed = changes.stream().anyMatch(change -> change.event() == CustodyEvent.DISPOSED);
        if (disposed || LogRecords.factIndex(database, disposal).isPresent()) {
            throw new IllegalArgumentException("recording " + fact.recording() + " was disposed of: nothing more is"
                    + " entered about it, and no \"" + fact.event().wire() + "\"");
        }
        if (fact.event() == CustodyEvent.DISPOSED) {
            Set<String> open = openHolds(fact.recording(), changes);
            if (!open.isEmpty()) {
                throw new IllegalArgumentException(
                        "recording " + fact.recording() + " is under legal hold: " + String.join(", ", open));
            }
        }
    }

    void add(CustodyFact fact, String key) {
        switch (fact.event()) {
            case HELD, RELEASED, DISPOSED ->
                made.computeIfAbsent(fact.recording(), id -> new ArrayList<>()).add(new Change(fact.event(), key));
            default -> {}
        }
    }

    private Set<String> openHolds(RecordingId id, List<Change> changes) throws IOException {
        Set<String> open = new HashSet<>();
        byte[] prefix = RecordingKey.of(id);
        try (Scan scan = database.scan(Families.CUSTODY, prefix, Keys.afterPrefix(prefix))) {
            while (scan.next()) {
                byte[] index = Arrays.copyOfRange(scan.key(), prefix.length, scan.key().length);
                Entry entry = Entry.parse(database.get(Families.ENTRIES, index)
                        .orElseThrow(() -> new IOException("the database has no entry that it names")));
                Optional<String> key = database.get(Families.DETAILS, index)
                        .map(JsonObject::parse)
                        .flatMap(detail -> detail.findString("key"));
                if (entry.is(CustodyEvent.HELD)) {
                    open.add(key.orElse("one whose detail is lost"));
                } else if (entry.is(CustodyEvent.RELEASED)) {
                    key.ifPresent(open::remove);
                }
            }
        }
        for (Change change : changes) {
            if (change.event() == CustodyEvent.HELD) {
                open.add(change.key());
            } else if (change.event() == CustodyEvent.RELEASED) {
                open.remove(change.key());
            }
        }
        return open;
    }
}
