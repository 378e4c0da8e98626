package org.unbroken.ingest.pipeline.describe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Continuity;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Verdict;
import org.unbroken.transcode.Weight;

/**
 * {@code unbroken/analysis/1}: what a recording shows, from its file and from its camera's history. It is sealed beside
 * the original. The same findings give the same bytes: when it was made stands in the log.
 *
 * <pre>
 * {"analyser", "chunk_times": […], "clock": {"offset_us"?}, "continuity": {"findings": […], "verdict"}, "description",
 *  "duration_us"?, "format": "unbroken/analysis/1", "manifest", "metadata", "reason"?, "recording",
 *  "streams": […], "type"}
 * </pre>
 */
final class AnalysisRecord {
    static final String FORMAT = "unbroken/analysis/1";

    /** What breaks a camera's history; the kinds of breaks within a file are the transcode module's. */
    private static final Set<String> BREAKS =
            Set.of(HistoryRules.MISSING_SEQUENCE, HistoryRules.CAMERA_OVERLAP, HistoryRules.CAMERA_BACKWARD);

    private AnalysisRecord() {}

    static JsonObject of(Inspected inspected, List<Finding> history, String analyser) {
        JsonObject inspection = JsonObject.parse(inspected.inspection().getBytes(StandardCharsets.UTF_8));
        Continuity file = Continuity.parse(inspection.object("continuity"));
        List<Finding> findings = new ArrayList<>(file.findings());
        findings.addAll(history);
        HistoryRules.clock(inspected.clockOffsetMicros()).ifPresent(findings::add);
        JsonObject.Builder clock = JsonObject.builder();
        if (inspected.clockOffsetMicros() != Inspected.UNKNOWN) {
            clock.put("offset_us", inspected.clockOffsetMicros());
        }
        return inspection
                .with()
                .put("format", FORMAT)
                .put("recording", inspected.take().recording())
                .put("manifest", inspected.manifest())
                .put("analyser", analyser)
                .put("clock", clock.build())
                .put("continuity", new Continuity(verdict(file, history), file.editing(), findings).toJson())
                .build();
    }

    private static Verdict verdict(Continuity file, List<Finding> history) {
        boolean broken = history.stream()
                .anyMatch(finding -> finding.weight() != Weight.NOTED && BREAKS.contains(finding.kind()));
        return broken ? Verdict.INTERRUPTED : file.verdict();
    }
}
