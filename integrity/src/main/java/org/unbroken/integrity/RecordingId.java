package org.unbroken.integrity;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Pattern;

/** A recording's id: a UUIDv7 (RFC 9562 section 5.7) in lower case. */
public record RecordingId(String value) implements Comparable<RecordingId> {
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    public RecordingId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a UUIDv7 in lower case");
        }
    }

    public static RecordingId generate(InstantSource clock, SecureRandom random) {
        long high = (clock.millis() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new RecordingId(new UUID(high, low).toString());
    }

    /** When it was made, to the millisecond. */
    public Instant time() {
        return Instant.ofEpochMilli(UUID.fromString(value).getMostSignificantBits() >>> 16);
    }

    @Override
    public int compareTo(RecordingId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
