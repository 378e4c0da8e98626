package org.unbroken.storage.keeping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.Names;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * Which recordings are to be disposed of together: ids and digests, and nothing that names anybody, since it stays as long
 * as the log does. Canonical JSON; its digest is the {@code list} of the batch's entries, and of each {@code disposed} one.
 *
 * <pre>
 * {"agency", "batch", "format": "unbroken/disposal/1", "recordings": [{"manifest"?, "recording"}, …], "requested"}
 * </pre>
 *
 * @param requested by the server's clock: all in it had expired by then
 */
public record DisposalList(RecordingId batch, String agency, Instant requested, List<Item> recordings) {
    public static final String FORMAT = "unbroken/disposal/1";
    /** So that list, answers and one day's work stay of a size that people can look at. */
    public static final int MOST = 10_000;

    public static final int MAX_BYTES = 4 << 20;

    /** @param manifest the digest of its manifest; empty for what was quarantined without one */
    public record Item(RecordingId recording, Optional<Sha256> manifest) {
        private Json json() {
            return JsonObject.builder()
                    .put("recording", recording.value())
                    .putIfPresent("manifest", manifest.map(Sha256::hex))
                    .build();
        }
    }

    public DisposalList {
        Names.agency(agency);
        recordings = List.copyOf(recordings);
        if (recordings.isEmpty() || recordings.size() > MOST) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + MOST + " recordings, and this has " + recordings.size());
        }
        Set<RecordingId> ids = new HashSet<>();
        for (Item item : recordings) {
            if (!ids.add(item.recording())) {
                throw new IllegalArgumentException("recording " + item.recording() + " is in the batch twice");
            }
        }
    }

    public byte[] bytes() {
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("batch", batch.value())
                .put("agency", agency)
                .put("requested", Timestamps.format(requested))
                .put(
                        "recordings",
                        new JsonArray(recordings.stream().map(Item::json).toList()))
                .build()
                .canonical();
    }

    public Sha256 digest() {
        return Sha256.of(bytes());
    }

    /** Throws {@link IllegalArgumentException} for what is no such list. */
    public static DisposalList parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        if (!json.string("format").equals(FORMAT)) {
            throw new IllegalArgumentException("a list of another format than " + FORMAT);
        }
        List<Item> items = new ArrayList<>();
        for (JsonObject item : json.array("recordings").objects()) {
            items.add(new Item(
                    new RecordingId(item.string("recording")),
                    item.findString("manifest").map(Sha256::ofHex)));
        }
        return new DisposalList(
                new RecordingId(json.string("batch")),
                json.string("agency"),
                Timestamps.parseExact(json.string("requested")),
                items);
    }
}
