package org.unbroken.integrity.manifest;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * {@code unbroken/manifest/1}: what a recording was when it was sealed. Canonical JSON; its digest is in the
 * recording's {@code sealed} entry. Members that this version does not know are kept and hashed with the rest.
 *
 * <pre>
 * {"agency", "camera",
 *  "chunks":    {"chain", "sha256": [d_0, d_1, …], "size": 8388608},
 *  "file":      {"sha256", "size", "sm3"?, "type"},
 *  "format":    "unbroken/manifest/1",
 *  "received":  {"at", "clock": {"offset_us"?, "read_at"?}, "device_time"?, "uploader"},
 *  "recorded":  {"end"?, "start"?},
 *  "recording",
 *  "retention": {"mode", "until"},
 *  "rulebook"?: {"id", "sha256", "version"},
 *  "software"}
 * </pre>
 */
public record Manifest(JsonObject json) {
    public static final String FORMAT = "unbroken/manifest/1";
    /** Room for the chunk digests of 2 TB. */
    public static final int MAX_BYTES = 16 << 20;

    /** Throws {@link IllegalArgumentException} naming what is missing, wrong, or disagrees with the rest. */
    public Manifest {
        ManifestRules.check(json);
    }

    /**
     * Reads a manifest's bytes, which must be the canonical ones.
     *
     * @throws IllegalArgumentException when they are not a manifest, or one whose parts disagree
     */
    public static Manifest parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a manifest has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        JsonObject json = JsonObject.parse(bytes);
        if (!Arrays.equals(json.canonical(), bytes)) {
            throw new IllegalArgumentException("the manifest is not canonical JSON (RFC 8785)");
        }
        return new Manifest(json);
    }

    public static ManifestBuilder builder(RecordingId recording, String agency, String camera) {
        return new ManifestBuilder(recording, agency, camera);
    }

    public byte[] bytes() {
        return json.canonical();
    }

    public Sha256 digest() {
        return Sha256.of(bytes());
    }

    public RecordingId recording() {
        return new RecordingId(json.string("recording"));
    }

    public String agency() {
        return json.string("agency");
    }

    public String camera() {
        return json.string("camera");
    }

    public String fileType() {
        return json.object("file").string("type");
    }

    /** In bytes. */
    public long size() {
        return json.object("file").integer("size");
    }

    /** The plain SHA-256 of the file, as sha256sum prints it. */
    public Sha256 fileSha256() {
        return Sha256.ofHex(json.object("file").string("sha256"));
    }

    /** The file's SM3 in hex, where one was taken. */
    public Optional<String> fileSm3() {
        return json.object("file").findString("sm3");
    }

    /** In bytes; the last chunk may be shorter. */
    public int chunkSize() {
        return Math.toIntExact(json.object("chunks").integer("size"));
    }

    public List<Sha256> chunks() {
        return json.object("chunks").array("sha256").strings().stream()
                .map(Sha256::ofHex)
                .toList();
    }

    public Sha256 chain() {
        return Sha256.ofHex(json.object("chunks").string("chain"));
    }

    /** By the camera's clock, as the dock told it. */
    public Optional<Instant> recordedStart() {
        return json.object("recorded").findString("start").map(Timestamps::parse);
    }

    /** By the camera's clock, as the dock told it. */
    public Optional<Instant> recordedEnd() {
        return json.object("recorded").findString("end").map(Timestamps::parse);
    }

    /** When the last byte was durable, by the server's clock. */
    public Instant receivedAt() {
        return Timestamps.parse(json.object("received").string("at"));
    }

    /** The id of who uploaded. */
    public String uploader() {
        return json.object("received").string("uploader");
    }

    /** What the camera's clock showed at docking. */
    public Optional<Instant> deviceTime() {
        return json.object("received").findString("device_time").map(Timestamps::parse);
    }

    /** The server's clock when it was told {@link #deviceTime}. */
    public Optional<Instant> clockReadAt() {
        return json.object("received").object("clock").findString("read_at").map(Timestamps::parse);
    }

    /** How far the camera's clock was ahead of the server's at docking, in microseconds; negative if behind. */
    public OptionalLong clockOffsetMicros() {
        return json.object("received")
                .object("clock")
                .findInteger("offset_us")
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    public Instant retentionUntil() {
        return Timestamps.parse(json.object("retention").string("until"));
    }

    public String retentionMode() {
        return json.object("retention").string("mode");
    }

    public Optional<Rulebook> rulebook() {
        return json.findObject("rulebook").map(Rulebook::of);
    }

    public String software() {
        return json.string("software");
    }
}
