package org.unbroken.storage.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.intake.Landing;

/**
 * A landing whose sealing failed and is to be tried again. The whole landing goes along: the record that first told of it
 * may be deleted by then.
 *
 * <pre>
 * byte 0       version, 1
 * bytes 1-4    h: length of the head, big-endian
 * h bytes      head: canonical JSON {"attempt", "not_before", "reason"}
 * the rest     {@link LandingRecord}
 * </pre>
 *
 * @param attempt how many attempts have failed
 * @param notBefore when to try again
 * @param reason of the last failure; shortened, and without control characters
 */
public record RetryRecord(Landing landing, int attempt, Instant notBefore, String reason) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Integer.BYTES;

    public RetryRecord {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt + ": counted from 1");
        }
        reason = Shown.message(reason);
        // As the record carries it, so that one read back equals one sent.
        notBefore = Timestamps.parse(Timestamps.format(notBefore));
    }

    public byte[] key() {
        return LandingRecord.key(landing);
    }

    /** Throws {@link IllegalArgumentException} for what no record can hold. */
    public byte[] encode() {
        byte[] head = JsonObject.builder()
                .put("attempt", attempt)
                .put("not_before", Timestamps.format(notBefore))
                .put("reason", reason)
                .build()
                .canonical();
        byte[] body = LandingRecord.encode(landing);
        return ByteBuffer.allocate(FIXED_BYTES + head.length + body.length)
                .put(VERSION)
                .putInt(head.length)
                .put(head)
                .put(body)
                .array();
    }

    /** Throws {@link IOException}, and nothing else, for what {@link #encode} cannot have made. */
    public static RetryRecord decode(byte @Nullable [] value) throws IOException {
        if (value == null || value.length < FIXED_BYTES) {
            throw new IOException("a retry of " + (value == null ? 0 : value.length) + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        byte version = in.get();
        if (version != VERSION) {
            throw new IOException("a retry of version " + version + ", this is " + VERSION);
        }
        int headBytes = in.getInt();
        if (headBytes < 0 || headBytes > in.remaining()) {
            throw new IOException("a retry's head of " + headBytes + " bytes");
        }
        byte[] head = new byte[headBytes];
        in.get(head);
        byte[] body = new byte[in.remaining()];
        in.get(body);
        Landing landing = LandingRecord.decode(body);
        try {
            JsonObject object = JsonObject.parse(head);
            return new RetryRecord(
                    landing,
                    Math.toIntExact(object.integer("attempt")),
                    Timestamps.parseExact(object.string("not_before")),
                    object.string("reason"));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("a retry cannot be read: " + e.getMessage(), e);
        }
    }
}
