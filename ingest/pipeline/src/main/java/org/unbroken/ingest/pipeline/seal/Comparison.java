package org.unbroken.ingest.pipeline.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.intake.Landing;

/** Compares what was read back with what arrived, and with what the camera said it would send. */
final class Comparison {
    /** So that a file that differs throughout does not make a detail of megabytes. */
    private static final int MOST_NAMED = 100;

    private Comparison() {}

    /** Why the recording must be quarantined, with both digests; empty when everything agrees. */
    static Optional<Difference> of(Landing landing, ReadBack found) {
        List<Long> differing = differingChunks(landing.chunks(), found.chunks());
        if (found.size() != landing.size() || !differing.isEmpty()) {
            return Optional.of(new Difference(
                    "the stored bytes are not those that arrived: " + differing.size() + " of "
                            + landing.chunks().size() + " chunks differ, " + landing.size() + " bytes arrived, "
                            + found.size() + " are stored. Keep the camera's copy and dock it again",
                    stored(landing, found, differing)));
        }
        Optional<String> claimed = Optional.ofNullable(landing.metadata().get("sha256"));
        if (claimed.isPresent() && !claimed.get().equals(found.sha256().hex())) {
            return Optional.of(new Difference(
                    "the bytes that arrived are not those the camera announced: SHA-256 "
                            + claimed.get() + " was announced, " + found.sha256() + " arrived."
                            + " Keep the camera's copy and dock it again",
                    JsonObject.builder()
                            .put("expected", claimed.get())
                            .put("found", found.sha256().hex())
                            .put("compared", "announced")
                            .put("sha256", found.sha256().hex())
                            .build()));
        }
        return Optional.empty();
    }

    private static JsonObject stored(Landing landing, ReadBack found, List<Long> differing) {
        String recording = landing.recording().value();
        return JsonObject.builder()
                .put("expected", ChunkChain.of(recording, landing.chunks()).hex())
                .put("found", ChunkChain.of(recording, found.chunks()).hex())
                .put("compared", "chain")
                .put("expected_size", landing.size())
                .put("found_size", found.size())
                .put("sha256", found.sha256().hex())
                .put("chunks_differing", differing.size())
                .put(
                        "chunks",
                        new JsonArray(differing.stream()
                                .limit(MOST_NAMED)
                                .<Json>map(JsonInteger::new)
                                .toList()))
                .put("chunk_digests", bothDigests(landing.chunks(), found.chunks(), differing))
                .build();
    }

    private static JsonArray bothDigests(List<Sha256> arrived, List<Sha256> stored, List<Long> differing) {
        List<Json> both = new ArrayList<>();
        for (long chunk : differing.stream().limit(MOST_NAMED).toList()) {
            both.add(JsonObject.builder()
                    .put("chunk", chunk)
                    .putIfPresent("expected", at(arrived, chunk))
                    .putIfPresent("found", at(stored, chunk))
                    .build());
        }
        return new JsonArray(both);
    }

    private static Optional<String> at(List<Sha256> chunks, long index) {
        return index < chunks.size()
                ? Optional.of(chunks.get(Math.toIntExact(index)).hex())
                : Optional.empty();
    }

    private static List<Long> differingChunks(List<Sha256> arrived, List<Sha256> stored) {
        List<Long> differing = new ArrayList<>();
        for (int i = 0; i < Math.max(arrived.size(), stored.size()); i++) {
            if (!at(arrived, i).equals(at(stored, i))) {
                differing.add((long) i);
            }
        }
        return differing;
    }

    /**
     * A difference.
     *
     * @param reason in an operator's words
     * @param detail both digests, for the custody event
     */
    record Difference(String reason, JsonObject detail) {}
}
