package org.unbroken.storage.cases;

import java.util.List;
import java.util.Set;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/**
 * Which of an analysis's interruptions somebody explained. An explanation is of the finding in which the place lies that it
 * names, to a second; one that names only where it is spoken, of one that ended at most two minutes before.
 */
public final class ExplainedFindings {
    private static final long NEAR_US = 1_000_000;
    private static final long SPOKEN_AFTER_US = 120_000_000;
    /** As docs/CONTINUITY.md has them: what makes a recording {@code interrupted}. */
    private static final Set<String> INTERRUPTIONS =
            Set.of("gap", "overlap", "backward", "packet_loss", "missing_frames", "sound_break", "missing_fragments");

    private ExplainedFindings() {}

    /** A {@code continuity} as the API shows it: interruptions that somebody explained with {@code explained}, the entries' numbers. */
    public static JsonObject in(JsonObject continuity, List<Explanation> explanations) {
        if (!(continuity.members().get("findings") instanceof JsonArray findings)) {
            return continuity;
        }
        List<Json> shown = findings.items().stream()
                .map(item -> item instanceof JsonObject finding ? shown(finding, explanations) : item)
                .toList();
        return continuity.with().put("findings", new JsonArray(shown)).build();
    }

    /** How many interruptions nobody explained. */
    public static int unexplained(JsonObject continuity, List<Explanation> explanations) {
        return continuity.members().get("findings") instanceof JsonArray findings
                ? (int) findings.items().stream()
                        .filter(item -> item instanceof JsonObject finding
                                && isInterruption(finding)
                                && explanations.stream().noneMatch(said -> isOf(said, finding)))
                        .count()
                : 0;
    }

    private static Json shown(JsonObject finding, List<Explanation> explanations) {
        if (!isInterruption(finding)) {
            return finding;
        }
        List<Json> by = explanations.stream()
                .filter(said -> isOf(said, finding))
                .<Json>map(said -> new JsonInteger(said.stated().index()))
                .toList();
        return by.isEmpty()
                ? finding
                : finding.with().put("explained", new JsonArray(by)).build();
    }

    private static boolean isInterruption(JsonObject finding) {
        String weight = Stated.text(finding, "weight").orElse("");
        return Stated.text(finding, "kind").filter(INTERRUPTIONS::contains).isPresent()
                && (weight.equals("certain") || weight.equals("likely"));
    }

    private static boolean isOf(Explanation said, JsonObject finding) {
        if (!said.kind().isOfInterruption() || !(finding.members().get("at_us") instanceof JsonInteger at)) {
            return false;
        }
        long start = at.value();
        long end = start
                + (finding.members().get("length_us") instanceof JsonInteger length ? Math.max(0, length.value()) : 0);
        if (said.atUs().isPresent()) {
            long place = said.atUs().getAsLong();
            return place >= start - NEAR_US && place <= end + NEAR_US;
        }
        return said.spokenAtUs().isPresent()
                && said.spokenAtUs().getAsLong() >= start - NEAR_US
                && said.spokenAtUs().getAsLong() <= end + SPOKEN_AFTER_US;
    }
}
