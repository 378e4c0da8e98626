package org.unbroken.integrity;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A recording's id: a UUID version 7 (RFC 9562 section 5.7), lower case.
 *
 * <pre>
 * xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx
 * └── 48 bits ─┘ │    │
 *  milliseconds  │    └ 8, 9, a or b: the variant
 *  since 1970    └ the version
 * </pre>
 *
 * The other 74 bits are random: an id tells when its upload began, and cannot be guessed from another.
 */
public record RecordingId(String value) implements Comparable<RecordingId> {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    /** Throws {@link IllegalArgumentException} for anything but a lower-case UUIDv7. */
    public RecordingId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a lower-case UUIDv7: " + Shown.text(value));
        }
    }

    public static RecordingId generate(InstantSource clock, SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        long milliseconds = clock.millis();
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (milliseconds >>> (40 - 8 * i));
        }
        bytes[6] = (byte) (0x70 | (bytes[6] & 0x0f));
        bytes[8] = (byte) (0x80 | (bytes[8] & 0x3f));
        String hex = HexFormat.of().formatHex(bytes);
        return new RecordingId(String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20)));
    }

    /** When the id was made, by the maker's clock, to the millisecond. */
    public Instant time() {
        return Instant.ofEpochMilli(Long.parseLong(value.substring(0, 8) + value.substring(9, 13), 16));
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
