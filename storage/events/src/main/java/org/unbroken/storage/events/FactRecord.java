package org.unbroken.storage.events;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.Names;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyEvents.Blocked;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.FactSource.Item;

/**
 * What goes to the log's writer, as the value of a record: canonical JSON, at most 1 MiB.
 *
 * <pre>
 * {"format": "unbroken/fact/1", "actor", "agency", "at", "detail": {…}, "event", "key", "recording",
 *  "camera"?, "chain"?, "document"?, "size"?}
 *
 * {"format": "unbroken/blocked/1", "agency", "camera", "reason", "recording", "size"}
 * </pre>
 *
 * {@code at} is an RFC 3339 time with milliseconds, {@code chain} and {@code document} are digests in hex. A received
 * fact has camera, chain and size, a sealed one camera and document, a quarantined one camera. Members unknown here are
 * passed over.
 */
public final class FactRecord {
    static final String FACT = "unbroken/fact/1";
    static final String BLOCKED = "unbroken/blocked/1";
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_KEY = 1_024;

    private FactRecord() {}

    /** By camera where the fact has one; the order of others matters only within their recording. */
    public static byte[] key(CustodyFact fact) {
        return RecordKey.of(fact.agency(), fact.camera().orElse(fact.recording().value()));
    }

    public static byte[] key(Blocked blocked) {
        return RecordKey.of(blocked.agency(), blocked.camera());
    }

    /** Throws {@link IllegalArgumentException} for a fact that could not be read back: its sender is to hear of it. */
    public static byte[] encode(CustodyFact fact) {
        return readable(
                JsonObject.builder()
                        .put("format", FACT)
                        .put("event", fact.event().wire())
                        .put("key", fact.key())
                        .put("recording", fact.recording().value())
                        .put("agency", fact.agency())
                        .putIfPresent("camera", fact.camera())
                        .put("at", Timestamps.format(fact.at()))
                        .put("actor", fact.actor())
                        .put("detail", fact.detail())
                        .putIfPresent("chain", fact.chain().map(Sha256::hex))
                        .putIfPresent("document", fact.document().map(Sha256::hex)),
                fact.size());
    }

    /** As {@link #encode(CustodyFact)}. The reason is shortened, and control characters in it are replaced. */
    public static byte[] encode(Blocked blocked) {
        return readable(
                JsonObject.builder()
                        .put("format", BLOCKED)
                        .put("recording", blocked.recording().value())
                        .put("agency", blocked.agency())
                        .put("camera", blocked.camera())
                        .put("reason", Shown.message(blocked.reason())),
                Optional.of(blocked.size()));
    }

    private static byte[] readable(JsonObject.Builder object, Optional<Long> size) {
        size.ifPresent(bytes -> object.put("size", bytes));
        byte[] value = object.build().canonical();
        if (parse(value) instanceof Item.Unreadable unreadable) {
            throw new IllegalArgumentException(unreadable.why());
        }
        return value;
    }

    /** Any bytes are an item: what is not a fact or a note is unreadable. */
    public static Item parse(byte @Nullable [] value) {
        if (value == null) {
            return new Item.Unreadable("a record without a value");
        }
        if (value.length > MAX_BYTES) {
            return new Item.Unreadable("a record of " + value.length + " bytes, and " + MAX_BYTES + " are the most");
        }
        try {
            JsonObject object = JsonObject.parse(value);
            String format = object.string("format");
            return switch (format) {
                case FACT -> new Item.Fact(fact(object));
                case BLOCKED -> new Item.Note(blocked(object));
                default -> new Item.Unreadable("a record of format " + Shown.text(format));
            };
        } catch (IllegalArgumentException e) {
            return new Item.Unreadable(Shown.message(String.valueOf(e.getMessage())));
        }
    }

    private static CustodyFact fact(JsonObject object) {
        String wire = object.string("event");
        CustodyEvent event = CustodyEvent.ofWire(wire)
                .orElseThrow(() -> new IllegalArgumentException("a fact of event " + Shown.text(wire)));
        String key = object.string("key");
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "a key of " + key.length() + " characters, " + MAX_KEY + " are the most");
        }
        CustodyFact fact = new CustodyFact(
                event,
                key,
                new RecordingId(object.string("recording")),
                Names.agency(object.string("agency")),
                object.findString("camera").map(Names::camera),
                Timestamps.parseExact(object.string("at")),
                Names.actor(object.string("actor")),
                object.object("detail"),
                object.findInteger("size").map(FactRecord::size),
                object.findString("chain").map(Sha256::ofHex),
                object.findString("document").map(Sha256::ofHex));
        switch (event) {
            case RECEIVED -> {
                require(fact, "camera", fact.camera());
                require(fact, "size", fact.size());
                require(fact, "chain", fact.chain());
            }
            case SEALED -> {
                require(fact, "camera", fact.camera());
                require(fact, "document", fact.document());
            }
            case QUARANTINED -> require(fact, "camera", fact.camera());
            case DISPOSAL_REQUESTED, DISPOSAL_APPROVED, DISPOSAL_ORDERED, DISPOSAL_DONE ->
                require(fact, "document", fact.document());
            case LABELLED, REPORTED, EXPLAINED -> {}
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED -> {}
            case INSPECTED, VIEWED, VERIFIED, EXPORTED, DAMAGED, RESTORED, HELD, RELEASED, RETAINED, DISPOSED -> {}
            case LONG_TERM, LONG_TERM_WITHDRAWN, REVIEWED, SAMPLE_REQUESTED, SAMPLE_DRAWN -> {}
            case CAMERA_ISSUED, CAMERA_RETURNED, CAMERA_CHECKED, CAMERA_LENT, CAMERA_LOST -> {}
            case ACCESS_REQUESTED, ACCESS_APPROVED, ACCESS_REFUSED, CLASSIFIED -> {}
        }
        return fact;
    }

    private static void require(CustodyFact fact, String member, Optional<?> value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a " + fact.event().wire() + " fact without " + member);
        }
    }

    private static Blocked blocked(JsonObject object) {
        return new Blocked(
                new RecordingId(object.string("recording")),
                Names.agency(object.string("agency")),
                Names.camera(object.string("camera")),
                size(object.integer("size")),
                object.string("reason"));
    }

    private static long size(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size of " + bytes);
        }
        return bytes;
    }
}
