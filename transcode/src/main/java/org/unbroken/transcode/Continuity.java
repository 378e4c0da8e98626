package org.unbroken.transcode;

import java.util.List;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** Whether the file's own timeline shows an interruption, and what was noticed. */
public record Continuity(Verdict verdict, List<Finding> findings) {
    public Continuity {
        findings = List.copyOf(findings);
    }

    public static Continuity undetermined() {
        return new Continuity(Verdict.UNDETERMINED, List.of());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("verdict", verdict.word())
                .put(
                        "findings",
                        new JsonArray(List.copyOf(
                                findings.stream().map(Finding::toJson).toList())))
                .build();
    }

    public static Continuity parse(JsonObject json) {
        return new Continuity(
                Verdict.ofWord(json.string("verdict")),
                json.array("findings").objects().stream().map(Finding::parse).toList());
    }
}
