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
 *  "analysis",                            inspected, if there is one
 *  "until",                               retained
 *  "list"}                                disposal-…, disposed: the digest of the batch's list
 * </pre>
 *
 * Unknown members and unknown events are kept as they are.
 */
public final class Entry {
    public static final String FORMAT = "unbroken/entry/1";
    public static final int MAX_BYTES = 65_535;

    private static final Pattern EVENT = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    private final String event;
    private final RecordingId recording;
    private final String agency;
    private final Instant at;
    private final String actor;
    private final Sha256 detail;
    private final Optional<Sha256> manifest;
    private final Optional<Sha256> chain;
    private final Optional<Sha256> analysis;
    private final Optional<Sha256> list;
    private final Optional<Instant> until;
    private final Optional<Sha256> camera;
    private final Optional<Sha256> previous;
    private final OptionalLong position;
    private final OptionalLong size;
    /**
     * Written once: they are hashed, compared and stored, and an entry never changes. Members are read out of them again
     * where somebody wants all: a log being read has many entries in memory, and as members they take five times as much.
     */
    private final byte[] canonical;

    /** Throws {@link IllegalArgumentException} naming the first member that is missing or wrong. */
    public Entry(JsonObject json) {
        this(json, json.canonical());
    }

    private Entry(JsonObject json, byte[] canonical) {
        if (!json.string("format").equals(FORMAT)) {
            throw new IllegalArgumentException("format is not " + FORMAT + ": " + Shown.text(json.string("format")));
        }
        Optional<CustodyEvent> known = CustodyEvent.ofWire(json.string("event"));
        this.event = known.map(CustodyEvent::wire).orElseGet(() -> json.string("event"));
        if (known.isEmpty() && !EVENT.matcher(event).matches()) {
            throw new IllegalArgumentException("event does not match " + EVENT + ": " + Shown.text(event));
        }
        this.recording = new RecordingId(json.string("recording"));
        this.agency = Names.agency(json.string("agency"));
        this.at = Timestamps.parseExact(json.string("at"));
        this.actor = Names.actor(json.string("actor"));
        this.detail = Sha256.ofHex(json.string("detail"));
        boolean received = is(CustodyEvent.RECEIVED);
        boolean sealed = is(CustodyEvent.SEALED);
        boolean placed = sealed || is(CustodyEvent.QUARANTINED);
        this.size = size(json, received);
        this.chain = digest(json, "chain", received);
        this.manifest = digest(json, "manifest", sealed);
        this.analysis = digest(json, "analysis", false);
        this.list = digest(json, "list", isOfBatch());
        this.until = is(CustodyEvent.RETAINED) || json.find("until").isPresent()
                ? Optional.of(Timestamps.parseExact(json.string("until")))
                : Optional.empty();
        this.camera = digest(json, "camera", placed);
        this.previous = digest(json, "previous", placed);
        this.position = position(json, placed);
        this.canonical = canonical;
        if (canonical.length > MAX_BYTES) {
            throw new IllegalArgumentException("an entry has at most " + MAX_BYTES + " bytes, not " + canonical.length);
        }
    }

    private static OptionalLong size(JsonObject json, boolean required) {
        if (!required && json.find("size").isEmpty()) {
            return OptionalLong.empty();
        }
        long size = json.integer("size");
        if (size < 0) {
            throw new IllegalArgumentException("size is negative: " + size);
        }
        return OptionalLong.of(size);
    }

    private static Optional<Sha256> digest(JsonObject json, String name, boolean required) {
        return required || json.find(name).isPresent()
                ? Optional.of(Sha256.ofHex(json.string(name)))
                : Optional.empty();
    }

    /** A camera's entries are numbered from 1, and only the first has none before it. */
    private static OptionalLong position(JsonObject json, boolean required) {
        if (!required && json.find("position").isEmpty()) {
            return OptionalLong.empty();
        }
        long position = json.integer("position");
        if (position < 1) {
            throw new IllegalArgumentException("position is not 1 or more: " + position);
        }
        boolean first = json.string("previous").equals(Sha256.ZERO.hex());
        if (first != (position == 1)) {
            throw new IllegalArgumentException("position " + position + " with previous "
                    + Shown.text(json.string("previous")) + ": zeros belong to position 1 and to no other");
        }
        return OptionalLong.of(position);
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
        Optional<JsonObject> canonical = JsonObject.ofCanonical(bytes);
        if (canonical.isPresent()) {
            return new Entry(canonical.get(), bytes.clone());
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

    /** All members, also those that this version does not know. */
    public JsonObject json() {
        return JsonObject.parse(canonical);
    }

    public byte[] bytes() {
        return canonical.clone();
    }

    /** SHA-256 of the bytes: what the camera's next entry has as {@code previous}. Not the leaf hash. */
    public Sha256 digest() {
        return Sha256.of(canonical);
    }

    public String event() {
        return event;
    }

    public boolean is(CustodyEvent kind) {
        return event.equals(kind.wire());
    }

    /** Whether it is about a batch of disposals: {@link #recording} then is the batch's id. */
    public boolean isOfBatch() {
        return is(CustodyEvent.DISPOSAL_REQUESTED)
                || is(CustodyEvent.DISPOSAL_APPROVED)
                || is(CustodyEvent.DISPOSAL_ORDERED)
                || is(CustodyEvent.DISPOSAL_DONE);
    }

    /** Whether it is about a case: {@link #recording} then is the case's id. */
    public boolean isOfCase() {
        return is(CustodyEvent.CASE_OPENED)
                || is(CustodyEvent.CASE_CHANGED)
                || is(CustodyEvent.CASE_CLOSED)
                || is(CustodyEvent.CASE_REOPENED)
                || is(CustodyEvent.CASE_ARCHIVED);
    }

    public String recording() {
        return recording.value();
    }

    public RecordingId recordingId() {
        return recording;
    }

    public String agency() {
        return agency;
    }

    public Instant at() {
        return at;
    }

    public String actor() {
        return actor;
    }

    public Sha256 detail() {
        return detail;
    }

    public Optional<Sha256> camera() {
        return camera;
    }

    public OptionalLong position() {
        return position;
    }

    public Optional<Sha256> previous() {
        return previous;
    }

    public Optional<Sha256> manifest() {
        return manifest;
    }

    public Optional<Sha256> chain() {
        return chain;
    }

    public OptionalLong size() {
        return size;
    }

    public Optional<Sha256> analysis() {
        return analysis;
    }

    /** Of the list of recordings that are to be, or were, disposed of together. */
    public Optional<Sha256> list() {
        return list;
    }

    /** Until when a recording is to be kept from now on. */
    public Optional<Instant> until() {
        return until;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry that && Arrays.equals(canonical, that.canonical);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(canonical);
    }

    @Override
    public String toString() {
        return new String(canonical, StandardCharsets.UTF_8);
    }
}
