package org.unbroken.integrity.custody;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.unbroken.integrity.Names;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/**
 * One custody entry, {@code unbroken/entry/1}: a leaf of the log. Its bytes are canonical JSON, at most 65,535 of them
 * (the length prefix of an entry bundle has 16 bits).
 *
 * <pre>
 * {"actor", "agency", "at", "detail", "event", "format", "recording",
 *  "chain", "size",                       received
 *  "manifest",                            sealed
 *  "camera", "position", "previous",      sealed, quarantined
 *  "analysis"}                            inspected, if there is one
 * </pre>
 *
 * Unknown members and unknown events are kept as they are.
 */
public final class Entry {
    public static final String FORMAT = "unbroken/entry/1";
    public static final int MAX_BYTES = 65_535;

    private static final Pattern EVENT = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    private final JsonObject json;
    /** Written once: they are hashed, compared and stored, and an entry never changes. */
    private final byte[] canonical;

    /** Throws {@link IllegalArgumentException} naming the first member that is missing or wrong. */
    public Entry(JsonObject json) {
        if (!json.string("format").equals(FORMAT)) {
            throw new IllegalArgumentException("format is not " + FORMAT + ": " + Shown.text(json.string("format")));
        }
        String event = json.string("event");
        if (!EVENT.matcher(event).matches()) {
            throw new IllegalArgumentException("event does not match " + EVENT + ": " + Shown.text(event));
        }
        RecordingId unused = new RecordingId(json.string("recording"));
        Names.agency(json.string("agency"));
        Timestamps.parseExact(json.string("at"));
        Names.actor(json.string("actor"));
        Sha256.ofHex(json.string("detail"));
        boolean sealed = event.equals(CustodyEvent.SEALED.wire());
        requireReceived(json, event.equals(CustodyEvent.RECEIVED.wire()));
        requireDigest(json, "manifest", sealed);
        requireDigest(json, "analysis", false);
        requirePlace(json, sealed || event.equals(CustodyEvent.QUARANTINED.wire()));
        this.json = json;
        this.canonical = json.canonical();
        if (canonical.length > MAX_BYTES) {
            throw new IllegalArgumentException("an entry has at most " + MAX_BYTES + " bytes, not " + canonical.length);
        }
    }

    private static void requireReceived(JsonObject json, boolean required) {
        if (required || json.find("size").isPresent()) {
            if (json.integer("size") < 0) {
                throw new IllegalArgumentException("size is negative: " + json.integer("size"));
            }
        }
        requireDigest(json, "chain", required);
    }

    private static void requireDigest(JsonObject json, String name, boolean required) {
        if (required || json.find(name).isPresent()) {
            Sha256.ofHex(json.string(name));
        }
    }

    /** A camera's entries are numbered from 1, and only the first has none before it. */
    private static void requirePlace(JsonObject json, boolean required) {
        requireDigest(json, "camera", required);
        requireDigest(json, "previous", required);
        if (required || json.find("position").isPresent()) {
            long position = json.integer("position");
            if (position < 1) {
                throw new IllegalArgumentException("position is not 1 or more: " + position);
            }
            boolean first = json.string("previous").equals(Sha256.ZERO.hex());
            if (first != (position == 1)) {
                throw new IllegalArgumentException("position " + position + " with previous "
                        + Shown.text(json.string("previous")) + ": zeros belong to position 1 and to no other");
            }
        }
    }

    /**
     * Reads an entry's bytes. They must be the canonical ones: the log hashes bytes, and two spellings of one entry
     * would be two leaves.
     *
     * @throws IllegalArgumentException when they are not an entry
     */
    public static Entry parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("an entry has at most " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        Entry entry = new Entry(JsonObject.parse(bytes));
        if (!Arrays.equals(entry.canonical, bytes)) {
            throw new IllegalArgumentException("the entry is not canonical JSON (RFC 8785)");
        }
        return entry;
    }

    public static EntryBuilder builder(
            CustodyEvent event, RecordingId recording, String agency, Instant at, String actor, Sha256 detail) {
        return new EntryBuilder(event, recording, agency, at, actor, detail);
    }

    /** SHA-256(agency ‖ 0x00 ‖ camera): which camera, without its name. */
    public static Sha256 cameraKey(String agency, String camera) {
        return Sha256.of(agency.getBytes(StandardCharsets.UTF_8), new byte[1], camera.getBytes(StandardCharsets.UTF_8));
    }

    public JsonObject json() {
        return json;
    }

    public byte[] bytes() {
        return canonical.clone();
    }

    /** SHA-256 of the bytes: what the camera's next entry has as {@code previous}. Not the leaf hash. */
    public Sha256 digest() {
        return Sha256.of(canonical);
    }

    public String event() {
        return json.string("event");
    }

    public boolean is(CustodyEvent event) {
        return event().equals(event.wire());
    }

    public String recording() {
        return json.string("recording");
    }

    public String agency() {
        return json.string("agency");
    }

    public Instant at() {
        return Timestamps.parse(json.string("at"));
    }

    public String actor() {
        return json.string("actor");
    }

    public Sha256 detail() {
        return Sha256.ofHex(json.string("detail"));
    }

    public Optional<Sha256> camera() {
        return json.findString("camera").map(Sha256::ofHex);
    }

    public OptionalLong position() {
        return integer("position");
    }

    public Optional<Sha256> previous() {
        return json.findString("previous").map(Sha256::ofHex);
    }

    public Optional<Sha256> manifest() {
        return json.findString("manifest").map(Sha256::ofHex);
    }

    public Optional<Sha256> chain() {
        return json.findString("chain").map(Sha256::ofHex);
    }

    public OptionalLong size() {
        return integer("size");
    }

    public Optional<Sha256> analysis() {
        return json.findString("analysis").map(Sha256::ofHex);
    }

    private OptionalLong integer(String name) {
        return json.findInteger(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.text();
    }
}
