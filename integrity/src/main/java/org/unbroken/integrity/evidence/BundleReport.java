package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.Verdict;

/** What the verification of a bundle found: each check, in order, and what all of them together say. */
public record BundleReport(List<Result> results, List<DamagedChunk> damagedChunks, Verdict verdict) {
    /** What a check of the bundle as a whole is about. */
    public static final String BUNDLE = "bundle";

    public BundleReport {
        results = List.copyOf(results);
        damagedChunks = List.copyOf(damagedChunks);
    }

    /**
     * One check.
     *
     * @param subject a recording's id, or {@link #BUNDLE}
     */
    public record Result(String subject, Check check) {}

    /**
     * A chunk whose bytes are not those recorded.
     *
     * @param chunk numbered from 0
     */
    public record DamagedChunk(String recording, long chunk) {}

    static BundleReport of(List<Result> results, List<DamagedChunk> damagedChunks) {
        return new BundleReport(
                results,
                damagedChunks,
                Verdict.of(results.stream().map(Result::check).toList()));
    }

    /** Refused before anything in it was believed. */
    static BundleReport refused(String why) {
        return of(List.of(new Result(BUNDLE, new Check("bag", Outcome.FAILED, "refused: " + why))), List.of());
    }

    public JsonObject toJson() {
        List<Json> checks = new ArrayList<>();
        for (Result result : results) {
            checks.add(JsonObject.builder()
                    .put("subject", result.subject())
                    .put("name", result.check().name())
                    .put("outcome", result.check().outcome().name().toLowerCase(Locale.ROOT))
                    .put("message", result.check().message())
                    .build());
        }
        List<Json> damaged = new ArrayList<>();
        for (DamagedChunk chunk : damagedChunks) {
            damaged.add(JsonObject.builder()
                    .put("recording", chunk.recording())
                    .put("chunk", chunk.chunk())
                    .build());
        }
        return JsonObject.builder()
                .put("verdict", verdict.wire())
                .put("exit_code", verdict.exitCode())
                .put("checks", new JsonArray(checks))
                .put("damaged_chunks", new JsonArray(damaged))
                .put("chunk_size", ChunkChain.CHUNK_BYTES)
                .build();
    }

    /** For people: a line for each check, one for each damaged chunk, and last the verdict. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Result result : results) {
            String subject = result.subject().equals(BUNDLE) ? "" : result.subject() + ": ";
            lines.add(String.format(
                    Locale.ROOT,
                    "%-7s %-12s %s%s",
                    result.check().outcome().name().toLowerCase(Locale.ROOT),
                    result.check().name(),
                    subject,
                    result.check().message()));
        }
        for (DamagedChunk damaged : damagedChunks) {
            lines.add("damaged chunk " + damaged.chunk() + ", from byte " + damaged.chunk() * ChunkChain.CHUNK_BYTES
                    + ", of " + damaged.recording());
        }
        lines.add("verdict: " + verdict.text());
        return lines;
    }
}
