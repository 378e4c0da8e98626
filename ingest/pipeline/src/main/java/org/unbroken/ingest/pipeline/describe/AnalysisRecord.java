package org.unbroken.ingest.pipeline.describe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Continuity;
import org.unbroken.transcode.Editing;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Verdict;
import org.unbroken.transcode.Weight;

/**
 * {@code unbroken/analysis/1}: what a recording shows, from its file and from its camera's history. It is sealed beside
 * the original. The same findings give the same bytes: when it was made stands in the log.
 *
 * <pre>
 * {"analyser", "chunk_times": […], "clock": {…}, "continuity": {"editing", "findings": […], "verdict"}, "description",
 *  "duration_us"?, "format": "unbroken/analysis/1", "manifest", "metadata", "reason"?, "recording",
 *  "streams": […], "take"?: {"first", "joined_to"?, "part"}, "type"}
 * </pre>
 */
final class AnalysisRecord {
    static final String FORMAT = "unbroken/analysis/1";

    /** What breaks a camera's history; the kinds of breaks within a file are the transcode module's. */
    private static final Set<String> BREAKS = Set.of(
            NumberRules.MISSING_SEQUENCE, TimeRules.CAMERA_OVERLAP, TimeRules.CAMERA_BACKWARD, TimeRules.TAKE_GAP);

    /** What in a camera's history is a sign that a file is not as the camera made it. */
    private static final Set<String> EDITING = Set.of(ProfileRules.PROFILE_DEPARTURE, Twins.REUPLOADED_OTHER_BYTES);

    private AnalysisRecord() {}

    static JsonObject of(Inspected inspected, Said said, String analyser) {
        JsonObject inspection = JsonObject.parse(inspected.inspection().getBytes(StandardCharsets.UTF_8));
        Continuity file = Continuity.parse(inspection.object("continuity"));
        List<Finding> findings = new ArrayList<>(file.findings());
        findings.addAll(said.findings());
        Verdict verdict = tells(said, BREAKS) ? Verdict.INTERRUPTED : file.verdict();
        Editing editing = tells(said, EDITING) ? Editing.SIGNS_FOUND : file.editing();
        JsonObject.Builder record = inspection
                .with()
                .put("format", FORMAT)
                .put("recording", inspected.take().recording())
                .put("manifest", inspected.manifest())
                .put("analyser", analyser)
                .put("clock", said.clock())
                .put("continuity", new Continuity(verdict, editing, findings).toJson());
        if (!said.take().members().isEmpty()) {
            record.put("take", said.take());
        }
        return record.build();
    }

    private static boolean tells(Said said, Set<String> kinds) {
        return said.findings().stream()
                .anyMatch(finding -> finding.weight() != Weight.NOTED && kinds.contains(finding.kind()));
    }
}
