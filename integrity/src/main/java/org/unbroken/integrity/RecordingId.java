package org.unbroken.integrity;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

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
    /** {@code x} any hexadecimal digit, {@code y} the variant's, others themselves. */
    private static final String FORM = "xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx";

    /** Throws {@link IllegalArgumentException} for anything but a lower-case UUIDv7. */
    public RecordingId {
        if (!hasForm(value)) {
            throw new IllegalArgumentException("not a lower-case UUIDv7: " + Shown.text(value));
        }
    }

    private static boolean hasForm(String value) {
        if (value.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = value.charAt(i);
            boolean fits =
                    switch (FORM.charAt(i)) {
                        case 'x' -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                        case 'y' -> c == '8' || c == '9' || c == 'a' || c == 'b';
                        default -> c == FORM.charAt(i);
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
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

    /** The last id that could be made at this millisecond: a place among ids that is nobody's. */
    public static RecordingId newestAt(Instant time) {
        return atPlace(time, "-7fff-bfff-ffffffffffff");
    }

    /** The first id that could be made at this millisecond. */
    public static RecordingId oldestAt(Instant time) {
        return atPlace(time, "-7000-8000-000000000000");
    }

    private static RecordingId atPlace(Instant time, String rest) {
        String millis = HexFormat.of().toHexDigits(time.toEpochMilli(), 12);
        return new RecordingId(millis.substring(0, 8) + "-" + millis.substring(8) + rest);
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
