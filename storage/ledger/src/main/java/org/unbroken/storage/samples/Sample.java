package org.unbroken.storage.samples;

import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * A sample, as far as it is.
 *
 * @param drawn empty until the checkpoint is there
 */
public record Sample(SampleRequest request, Optional<Drawn> drawn) {

    /**
     * What was drawn, as the entry's detail has it.
     *
     * @param treeSize of the first checkpoint that covers the request
     * @param population how many it was drawn from
     */
    public record Drawn(long treeSize, Sha256 root, Sha256 seed, long population, List<RecordingId> recordings) {
        public Drawn {
            recordings = List.copyOf(recordings);
        }

        public JsonObject json() {
            return JsonObject.builder()
                    .put("tree_size", treeSize)
                    .put("root", root.hex())
                    .put("seed", seed.hex())
                    .put("population", population)
                    .put(
                            "recordings",
                            org.unbroken.integrity.json.JsonArray.ofStrings(
                                    recordings.stream().map(RecordingId::value).toList()))
                    .build();
        }

        static Drawn ofJson(JsonObject json) {
            return new Drawn(
                    json.integer("tree_size"),
                    Sha256.ofHex(json.string("root")),
                    Sha256.ofHex(json.string("seed")),
                    json.integer("population"),
                    json.array("recordings").strings().stream()
                            .map(RecordingId::new)
                            .toList());
        }
    }
}
