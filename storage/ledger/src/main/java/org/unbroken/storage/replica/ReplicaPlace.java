package org.unbroken.storage.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * How far the copy follows the log, as the record {@code replica} keeps it.
 *
 * @param next the first entry whose objects are not all there
 * @param log entries whose segments and checkpoints are there
 * @param waiting objects that could not be brought, with the reason; tried again
 * @param erasing recordings that were disposed of, and of which the second store still keeps something
 */
record ReplicaPlace(long next, long log, List<Waiting> waiting, List<RecordingId> erasing) {
    static final String NAME = "replica";
    /** More are not listed: the record is written every few seconds, and a person looks at no longer list. */
    static final int MOST_WAITING = 10_000;

    static final ReplicaPlace START = new ReplicaPlace(0, 0, List.of(), List.of());
    private static final String FORMAT = "unbroken/replica-place/1";

    ReplicaPlace {
        waiting = List.copyOf(waiting);
        erasing = List.copyOf(erasing);
    }

    /**
     * One that waits.
     *
     * @param agency whose; empty for the log's own
     * @param why for an operator
     */
    record Waiting(String key, Optional<String> agency, String why) {
        /** Whose object it is; empty for the log's own. */
        Optional<RecordingId> recording() {
            return recording(key);
        }

        static Optional<RecordingId> recording(String key) {
            String[] parts = key.split("/", -1);
            try {
                return parts.length > 4 && parts[0].equals("recordings")
                        ? Optional.of(new RecordingId(parts[4]))
                        : Optional.empty();
            } catch (IllegalArgumentException notOurs) {
                return Optional.empty();
            }
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("object", key)
                    .putIfPresent("agency", agency)
                    .put("why", why)
                    .build();
        }
    }

    ReplicaPlace passed(long to) {
        return new ReplicaPlace(to, log, waiting, erasing);
    }

    ReplicaPlace logged(long to) {
        return new ReplicaPlace(next, to, waiting, erasing);
    }

    ReplicaPlace waits(Waiting one) {
        List<Waiting> more = without(one.key());
        more.add(one);
        return new ReplicaPlace(next, log, more, erasing);
    }

    ReplicaPlace came(String key) {
        return new ReplicaPlace(next, log, without(key), erasing);
    }

    private List<Waiting> without(String key) {
        List<Waiting> rest = new ArrayList<>(waiting);
        rest.removeIf(each -> each.key().equals(key));
        return rest;
    }

    /** Erased, or not whole: {@code left} says whether the second store still keeps something of it. */
    ReplicaPlace erased(RecordingId id, boolean left) {
        List<RecordingId> rest = new ArrayList<>(erasing);
        rest.remove(id);
        if (left) {
            rest.add(id);
        }
        return new ReplicaPlace(next, log, waiting, rest);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("next", next)
                .put("log", log)
                .put(
                        "waiting",
                        new JsonArray(
                                waiting.stream().<Json>map(Waiting::toJson).toList()))
                .put(
                        "erasing",
                        JsonArray.ofStrings(
                                erasing.stream().map(RecordingId::value).toList()))
                .build();
    }

    static ReplicaPlace ofJson(JsonObject json) {
        return new ReplicaPlace(
                json.integer("next"),
                json.integer("log"),
                json.array("waiting").objects().stream()
                        .map(each -> new Waiting(each.string("object"), each.findString("agency"), each.string("why")))
                        .toList(),
                json.array("erasing").strings().stream().map(RecordingId::new).toList());
    }
}
