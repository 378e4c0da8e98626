package org.unbroken.storage.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * One walk over all recordings, by ascending id, as far as it has come.
 *
 * @param total what there was when it began; recordings that come later are walked over too
 * @param done what it has passed
 * @param way ascending; says of each recording when it was checked, to within a 256th of the round
 */
record AuditRound(long number, Instant began, Optional<Instant> ended, Amount total, Amount done, List<Waypoint> way) {
    private static final int MOST_WAYPOINTS = 512;

    AuditRound {
        way = List.copyOf(way);
    }

    /** {@code bytes}: of originals. */
    record Amount(long recordings, long objects, long bytes) {
        static final Amount NONE = new Amount(0, 0, 0);

        Amount plus(long moreObjects, long moreBytes) {
            return new Amount(recordings + 1, objects + moreObjects, bytes + moreBytes);
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("recordings", recordings)
                    .put("objects", objects)
                    .put("bytes", bytes)
                    .build();
        }

        static Amount ofJson(JsonObject json) {
            return new Amount(json.integer("recordings"), json.integer("objects"), json.integer("bytes"));
        }
    }

    static AuditRound begin(long number, Instant now, Amount total) {
        return new AuditRound(number, now, Optional.empty(), total, Amount.NONE, List.of());
    }

    AuditRound passed(long objects, long bytes) {
        return new AuditRound(number, began, ended, total, done.plus(objects, bytes), way);
    }

    /** Thinned out where there would be too many: every second one goes. */
    AuditRound at(RecordingId upTo, Instant now) {
        if (end().equals(Optional.of(upTo))) {
            return this;
        }
        List<Waypoint> longer = new ArrayList<>(way);
        longer.add(new Waypoint(upTo, now));
        if (longer.size() > MOST_WAYPOINTS) {
            List<Waypoint> thinner = new ArrayList<>();
            for (int i = longer.size() - 1; i >= 0; i -= 2) {
                thinner.add(0, longer.get(i));
            }
            longer = thinner;
        }
        return new AuditRound(number, began, ended, total, done, longer);
    }

    AuditRound over(Instant now) {
        return new AuditRound(number, began, Optional.of(now), total, done, way);
    }

    /** The last recording that it is known to have passed. */
    Optional<RecordingId> end() {
        return way.isEmpty()
                ? Optional.empty()
                : Optional.of(way.get(way.size() - 1).upTo());
    }

    /** A time at or before which it did not check this recording; it was checked soon after. Empty if not at all. */
    Optional<Instant> checked(RecordingId id) {
        if (end().filter(last -> id.compareTo(last) <= 0).isEmpty()) {
            return Optional.empty();
        }
        Instant since = began;
        for (Waypoint point : way) {
            if (point.upTo().compareTo(id) >= 0) {
                break;
            }
            since = point.at();
        }
        return Optional.of(since);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("number", number)
                .put("began", Timestamps.format(began))
                .putIfPresent("ended", ended.map(Timestamps::format))
                .put("total", total.toJson())
                .put("done", done.toJson())
                .put(
                        "way",
                        new JsonArray(way.stream().<Json>map(Waypoint::toJson).toList()))
                .build();
    }

    static AuditRound ofJson(JsonObject json) {
        return new AuditRound(
                json.integer("number"),
                Timestamps.parse(json.string("began")),
                json.findString("ended").map(Timestamps::parse),
                Amount.ofJson(json.object("total")),
                Amount.ofJson(json.object("done")),
                json.array("way").objects().stream().map(Waypoint::ofJson).toList());
    }
}
