package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * A paper of a case that says when something began and ended.
 *
 * @param step of the procedure that it is about: footage of that step is what it is compared with
 * @param recordings the footage that it is compared with, where it is named
 */
public record CasePaper(String name, Optional<String> step, Instant start, Instant end, List<RecordingId> recordings) {
    public CasePaper {
        recordings = List.copyOf(recordings);
        Lines.checked(name, 256);
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("paper \"" + name + "\" ends before it begins");
        }
    }

    /** Throws {@link IllegalArgumentException} that says what is wrong. */
    static CasePaper of(JsonObject json) {
        return new CasePaper(
                Lines.checked(json.string("name"), 256),
                json.findString("step").map(step -> Lines.checked(step, 256)),
                Timestamps.parse(json.string("start")),
                Timestamps.parse(json.string("end")),
                json.findArray("recordings").map(JsonArray::strings).orElse(List.of()).stream()
                        .map(RecordingId::new)
                        .toList());
    }

    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("name", name)
                .putIfPresent("step", step)
                .put("start", Timestamps.format(start))
                .put("end", Timestamps.format(end));
        if (!recordings.isEmpty()) {
            json.put(
                    "recordings",
                    JsonArray.ofStrings(
                            recordings.stream().map(RecordingId::value).toList()));
        }
        return json.build();
    }
}
