package org.unbroken.integrity.manifest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** Puts a {@link Manifest} together; {@link #build} refuses what {@link Manifest#parse} would. */
public final class ManifestBuilder {
    /** Some 142 years: a clock that is further off has told nothing, and must not keep its footage from sealing. */
    private static final Duration FARTHEST_CLOCK = Duration.ofSeconds((1L << 52) / 1_000_000);

    private final RecordingId recording;
    private final JsonObject.Builder members = JsonObject.builder().put("format", Manifest.FORMAT);
    private final JsonObject.Builder file = JsonObject.builder();
    private final JsonObject.Builder recorded = JsonObject.builder();
    private final JsonObject.Builder received = JsonObject.builder();
    private final JsonObject.Builder clock = JsonObject.builder();

    ManifestBuilder(RecordingId recording, String agency, String camera) {
        this.recording = recording;
        members.put("recording", recording.value()).put("agency", agency).put("camera", camera);
    }

    /** The client's declared type is taken as {@link MediaType#declared} takes it. */
    public ManifestBuilder file(@Nullable String declaredType, long size, Sha256 sha256) {
        file.put("type", MediaType.declared(declaredType)).put("size", size).put("sha256", sha256.hex());
        return this;
    }

    public ManifestBuilder sm3(String hex) {
        file.put("sm3", hex);
        return this;
    }

    /** The chunk digests in order; the chain is computed from them. */
    public ManifestBuilder chunks(List<Sha256> digests) {
        members.put(
                "chunks",
                JsonObject.builder()
                        .put("size", ChunkChain.CHUNK_BYTES)
                        .put(
                                "sha256",
                                JsonArray.ofStrings(
                                        digests.stream().map(Sha256::hex).toList()))
                        .put("chain", ChunkChain.of(recording.value(), digests).hex())
                        .build());
        return this;
    }

    public ManifestBuilder recorded(Optional<Instant> start, Optional<Instant> end) {
        recorded.putIfPresent("start", start.map(Timestamps::format));
        recorded.putIfPresent("end", end.map(Timestamps::format));
        return this;
    }

    public ManifestBuilder received(Instant at, String uploader) {
        received.put("at", Timestamps.format(at)).put("uploader", uploader);
        return this;
    }

    /** What the camera's clock showed, and the server's clock when it was told that (when the upload was created). */
    public ManifestBuilder deviceTime(Instant deviceTime, Instant readAt) {
        received.put("device_time", Timestamps.format(deviceTime));
        clock.put("read_at", Timestamps.format(readAt));
        // Of the written times, so that the offset can be recomputed from the manifest alone.
        Duration offset =
                Duration.between(readAt.truncatedTo(ChronoUnit.MILLIS), deviceTime.truncatedTo(ChronoUnit.MILLIS));
        if (offset.abs().compareTo(FARTHEST_CLOCK) < 0) {
            clock.put("offset_us", offset.toMillis() * 1000);
        }
        return this;
    }

    /** The first floor, by the server's clock. Mode: {@code compliance} or {@code local}; FORMATS says which is which. */
    public ManifestBuilder retention(Instant until, String mode) {
        members.put(
                "retention",
                JsonObject.builder()
                        .put("until", Timestamps.format(until))
                        .put("mode", mode)
                        .build());
        return this;
    }

    public ManifestBuilder rulebook(Rulebook rulebook) {
        members.put("rulebook", rulebook.json());
        return this;
    }

    /** Name and version of what sealed it. */
    public ManifestBuilder software(String software) {
        members.put("software", software);
        return this;
    }

    public Manifest build() {
        received.put("clock", clock.build());
        return new Manifest(members.put("file", file.build())
                .put("recorded", recorded.build())
                .put("received", received.build())
                .build());
    }
}
