package org.unbroken.storage.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * What the log says was found of a recording, and which of it was put right. The log is the memory of findings: whoever
 * leads next, or rebuilds, knows from it what was entered already.
 */
public final class FindingHistory {
    private final Map<String, Past> pasts = new LinkedHashMap<>();
    private final Map<String, JsonObject> open = new LinkedHashMap<>();

    private FindingHistory() {}

    /**
     * Of one aspect of one object.
     *
     * @param found how often it was entered as damaged
     * @param open whether the last of these was not followed by a restored one
     * @param chunks those that the last one named
     */
    record Past(int found, boolean open, List<Long> chunks) {
        static final Past NONE = new Past(0, false, List.of());

        Past {
            chunks = List.copyOf(chunks);
        }
    }

    /** {@code records}: a recording's published entries, oldest first. */
    public static FindingHistory of(List<CustodyRecord> records) {
        FindingHistory history = new FindingHistory();
        for (CustodyRecord record : records) {
            boolean damaged = record.entry().is(CustodyEvent.DAMAGED);
            if (damaged || record.entry().is(CustodyEvent.RESTORED)) {
                history.take(record, damaged);
            }
        }
        return history;
    }

    private void take(CustodyRecord record, boolean damaged) {
        try {
            JsonObject detail =
                    record.detail().orElseGet(() -> JsonObject.builder().build());
            String key = OpenFinding.key(Aspect.ofWire(detail.string("aspect")), detail.string("object"));
            Past before = pasts.getOrDefault(key, Past.NONE);
            if (damaged) {
                pasts.put(key, new Past(before.found() + 1, true, OpenFinding.numbers(detail.array("chunks"))));
                open.put(
                        key,
                        detail.with()
                                .remove("salt")
                                .remove("key")
                                .put(
                                        "found_at",
                                        Timestamps.format(record.entry().at()))
                                .put("entry", record.index())
                                .build());
            } else {
                pasts.put(key, new Past(before.found(), false, before.chunks()));
                open.remove(key);
            }
        } catch (IllegalArgumentException notOurs) {
            // An entry of another version, or whose detail is lost: it stands in the log, and tells nothing here.
        }
    }

    Past of(Aspect aspect, String object) {
        return pasts.getOrDefault(OpenFinding.key(aspect, object), Past.NONE);
    }

    /** What is damaged now, as the log has it. */
    public List<JsonObject> open() {
        return List.copyOf(open.values());
    }
}
