package org.unbroken.integrity.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;

/**
 * What a verification found.
 *
 * @param damagedChunks the chunks, numbered from 0 and ascending, whose bytes are not those recorded
 */
public record VerificationReport(List<Check> checks, List<Long> damagedChunks, Verdict verdict) {
    public VerificationReport {
        checks = List.copyOf(checks);
        damagedChunks = List.copyOf(damagedChunks);
    }

    static VerificationReport of(List<Check> checks, List<Long> damagedChunks) {
        return new VerificationReport(checks, damagedChunks, Verdict.of(checks));
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("verdict", verdict.wire())
                .put("exit_code", verdict.exitCode())
                .put(
                        "damaged_chunks",
                        new JsonArray(damagedChunks.stream()
                                .<Json>map(JsonInteger::new)
                                .toList()))
                .put("chunk_size", ChunkChain.CHUNK_BYTES)
                .put(
                        "checks",
                        new JsonArray(checks.stream()
                                .<Json>map(check -> JsonObject.builder()
                                        .put("name", check.name())
                                        .put("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
                                        .put("message", check.message())
                                        .build())
                                .toList()))
                .build();
    }

    /** For people: a line for each check, one for each damaged chunk, and last the verdict. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Check check : checks) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-7s %-12s %s",
                    check.outcome().name().toLowerCase(Locale.ROOT),
                    check.name(),
                    check.message()));
        }
        for (long chunk : damagedChunks) {
            lines.add("damaged chunk " + chunk + ", from byte " + chunk * ChunkChain.CHUNK_BYTES);
        }
        lines.add("verdict: " + verdict.text());
        return lines;
    }
}
