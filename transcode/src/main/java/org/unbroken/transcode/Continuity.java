package org.unbroken.transcode;

import java.util.List;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * Whether the file's own timeline and coding show an interruption or other signs of editing, and what was noticed.
 *
 * @param editing undetermined in records of analysers that did not look for it
 */
public record Continuity(Verdict verdict, Editing editing, List<Finding> findings) {
    public Continuity {
        findings = List.copyOf(findings);
    }

    public static Continuity undetermined() {
        return new Continuity(Verdict.UNDETERMINED, Editing.UNDETERMINED, List.of());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("verdict", verdict.word())
                .put("editing", editing.word())
                .put(
                        "findings",
                        new JsonArray(List.copyOf(
                                findings.stream().map(Finding::toJson).toList())))
                .build();
    }

    public static Continuity parse(JsonObject json) {
        return new Continuity(
                Verdict.ofWord(json.string("verdict")),
                json.findString("editing").map(Editing::ofWord).orElse(Editing.UNDETERMINED),
                json.array("findings").objects().stream().map(Finding::parse).toList());
    }
}
