package org.unbroken.transcode.container;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Location;

/**
 * The few EXIF fields that matter here, from the TIFF structure in a JPEG's APP1 segment (CIPA DC-008 section 4.6).
 * Offsets come from the file and may point anywhere: what lies outside is left out, and each directory is read once.
 */
public final class Exif {
    private static final int MAKE = 0x010f;
    private static final int MODEL = 0x0110;
    private static final int ORIENTATION = 0x0112;
    private static final int SOFTWARE = 0x0131;
    private static final int DATE_TIME = 0x0132;
    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int GPS_DIRECTORY = 0x8825;
    private static final int DATE_TIME_ORIGINAL = 0x9003;
    private static final int OFFSET_TIME_ORIGINAL = 0x9011;
    private static final int BODY_SERIAL = 0xa431;
    private static final int GPS = 0x10000;
    private static final int MOST_ENTRIES = 512;
    private static final int MOST_TEXT = 256;

    private final ByteBuffer tiff;
    private final Map<Integer, Integer> entries = new HashMap<>();

    private Exif(ByteBuffer tiff) {
        this.tiff = tiff;
    }

    /** Reads a TIFF structure, from its byte order mark on. */
    public static Optional<Exif> parse(ByteBuffer tiff) {
        if (tiff.remaining() < 8) {
            return Optional.empty();
        }
        ByteBuffer own = tiff.slice();
        short order = own.getShort(0);
        if (order == 0x4949) {
            own.order(ByteOrder.LITTLE_ENDIAN);
        } else if (order != 0x4d4d) {
            return Optional.empty();
        }
        Exif exif = new Exif(own);
        exif.directory(own.getInt(4), 0);
        exif.number(EXIF_DIRECTORY).ifPresent(at -> exif.directory(at, 0));
        exif.number(GPS_DIRECTORY).ifPresent(at -> exif.directory(at, GPS));
        return Optional.of(exif);
    }

    /** An entry: tag u16, type u16, count u32, value or offset u32. */
    private void directory(int at, int space) {
        if (!inside(at, 2)) {
            return;
        }
        int count = Math.min(tiff.getShort(at) & 0xffff, MOST_ENTRIES);
        for (int i = 0; i < count && inside(at + 2 + i * 12, 12); i++) {
            int entry = at + 2 + i * 12;
            entries.putIfAbsent(space | (tiff.getShort(entry) & 0xffff), entry);
        }
    }

    private boolean inside(int at, int length) {
        return at >= 0 && length >= 0 && at <= tiff.limit() - length;
    }

    private Optional<Integer> number(int tag) {
        @Nullable Integer entry = entries.get(tag);
        if (entry == null) {
            return Optional.empty();
        }
        boolean shortValue = tiff.getShort(entry + 2) == 3;
        return Optional.of(shortValue ? tiff.getShort(entry + 8) & 0xffff : tiff.getInt(entry + 8));
    }

    private @Nullable String text(int tag) {
        @Nullable Integer entry = entries.get(tag);
        if (entry == null || tiff.getShort(entry + 2) != 2) {
            return null;
        }
        int count = tiff.getInt(entry + 4);
        int at = count <= 4 ? entry + 8 : tiff.getInt(entry + 8);
        if (count < 1 || count > MOST_TEXT || !inside(at, count)) {
            return null;
        }
        byte[] bytes = new byte[count];
        tiff.duplicate().position(at).get(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        String stripped = (end < 0 ? text : text.substring(0, end)).strip();
        return stripped.isEmpty() ? null : stripped;
    }

    private Optional<BigDecimal> rational(int tag, int index) {
        @Nullable Integer entry = entries.get(tag);
        if (entry == null || tiff.getShort(entry + 2) != 5 || tiff.getInt(entry + 4) <= index) {
            return Optional.empty();
        }
        int at = tiff.getInt(entry + 8);
        if (at < 0 || !inside(at, (index + 1) * 8)) {
            return Optional.empty();
        }
        long over = tiff.getInt(at + index * 8) & 0xffffffffL;
        long under = tiff.getInt(at + index * 8 + 4) & 0xffffffffL;
        return under == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(over).divide(BigDecimal.valueOf(under), MathContext.DECIMAL64));
    }

    private Optional<String> degrees(int refTag, int tag, String negative) {
        Optional<BigDecimal> degrees = rational(GPS | tag, 0);
        if (degrees.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal value = degrees.get()
                .add(rational(GPS | tag, 1)
                        .orElse(BigDecimal.ZERO)
                        .divide(BigDecimal.valueOf(60), MathContext.DECIMAL64))
                .add(rational(GPS | tag, 2)
                        .orElse(BigDecimal.ZERO)
                        .divide(BigDecimal.valueOf(3600), MathContext.DECIMAL64))
                .setScale(7, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        String text = value.toPlainString();
        return Optional.of(negative.equals(text(GPS | refTag)) ? "-" + text : text);
    }

    public Optional<Location> location() {
        Optional<String> latitude = degrees(1, 2, "S");
        Optional<String> longitude = degrees(3, 4, "W");
        if (latitude.isEmpty() || longitude.isEmpty()) {
            return Optional.empty();
        }
        @Nullable
        String altitude = rational(GPS | 6, 0)
                .map(value -> value.setScale(2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString())
                .orElse(null);
        try {
            return Optional.of(new Location(latitude.get(), longitude.get(), altitude));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public @Nullable String make() {
        return text(MAKE);
    }

    public @Nullable String model() {
        return text(MODEL);
    }

    public @Nullable String software() {
        return text(SOFTWARE);
    }

    public @Nullable String serial() {
        return text(BODY_SERIAL);
    }

    /** When the picture was taken, as found. */
    public @Nullable String taken() {
        @Nullable String original = text(DATE_TIME_ORIGINAL);
        return original != null ? original : text(DATE_TIME);
    }

    /** That time's distance from UTC, as found. */
    public @Nullable String zone() {
        return text(OFFSET_TIME_ORIGINAL);
    }

    /** The number from 1 to 8 that says how the picture was held; 1 where nothing is said. */
    public int orientation() {
        return number(ORIENTATION).orElse(1);
    }

    /** Clockwise, as a viewer turns the picture. */
    public int rotationDegrees() {
        return switch (orientation()) {
            case 3, 4 -> 180;
            case 5, 6 -> 90;
            case 7, 8 -> 270;
            default -> 0;
        };
    }
}
