package org.unbroken.transcode.container;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Location;

/**
 * One packet of GoPro's telemetry (GPMF), read for the first place in it:
 *
 * <pre>
 * | key 4cc | type u8 | size u8 | repeat u16 | size × repeat bytes, padded to 4 |      type 0: more of the same inside
 * DEVC ( DVNM name, STRM ( SCAL divisors, TYPE letters, GPSF fix, GPS5 | GPS9 | GPRI samples ) … )
 * </pre>
 *
 * GPS5 has latitude, longitude and altitude as its first three numbers; so has GPS9, and speeds, days, seconds, precision
 * and the fix after them; GPRI has a time before them. CASN is the camera's serial number, in the movie's own tags.
 */
public final class Gpmf {
    private static final int MOST_ENTRIES = 4096;
    private static final int MOST_DEPTH = 4;
    private static final int MOST_VALUES = 32;
    private static final int MOST_NAME = 64;

    private int entries;
    private @Nullable Location place;
    private String serial = "";
    private final List<String> devices = new ArrayList<>();

    private List<BigDecimal> scales = List.of();
    private String layout = "";
    private int fix = -1;

    private Gpmf() {}

    public static Gpmf parse(ByteBuffer packet) {
        Gpmf gpmf = new Gpmf();
        gpmf.entries(packet.slice(), 0);
        return gpmf;
    }

    /** The first place in the packet; empty where the receiver had none. */
    public Optional<Location> place() {
        return Optional.ofNullable(place);
    }

    /** Devices by the names that they have in the packet. */
    public List<String> devices() {
        return List.copyOf(devices);
    }

    /** The camera's serial number (CASN); empty where it is not told. */
    public String serial() {
        return serial;
    }

    private void entries(ByteBuffer bytes, int depth) {
        while (bytes.remaining() >= 8 && entries++ < MOST_ENTRIES) {
            byte[] name = new byte[4];
            bytes.get(name);
            int type = bytes.get() & 0xff;
            int size = bytes.get() & 0xff;
            int repeat = bytes.getShort() & 0xffff;
            int length = Math.min(size * repeat, bytes.remaining());
            ByteBuffer body = bytes.slice(bytes.position(), length);
            entry(new String(name, StandardCharsets.ISO_8859_1), type, size, body, depth);
            bytes.position(Math.min(bytes.limit(), bytes.position() + (length + 3) / 4 * 4));
        }
    }

    private void entry(String key, int type, int size, ByteBuffer body, int depth) {
        if (type == 0 && depth < MOST_DEPTH) {
            scales = List.of();
            layout = "";
            fix = -1;
            entries(body, depth + 1);
            return;
        }
        switch (key) {
            case "DVNM" -> {
                String device = text(body);
                if (!device.isEmpty() && devices.size() < MOST_DEPTH) {
                    devices.add(device);
                }
            }
            case "CASN" -> serial = serial.isEmpty() ? text(body) : serial;
            case "SCAL" -> scales = numbers(body, String.valueOf((char) type).repeat(MOST_VALUES));
            case "TYPE" -> layout = text(body);
            case "GPSF" -> fix = body.remaining() >= 4 ? body.getInt(0) : -1;
            case "GPS5" -> sample(body, size, "lllll", 0);
            case "GPS9" -> sample(body, size, layout, 0);
            case "GPRI" -> sample(body, size, layout, 1);
            default -> {
                // Motion, exposure and the like.
            }
        }
    }

    private void sample(ByteBuffer body, int size, String letters, int skipped) {
        if (place != null || fix == 0 || body.remaining() < size) {
            return;
        }
        List<BigDecimal> values = numbers(body.slice(0, size), letters);
        // GPS9 has the fix as its ninth number, in place of an entry of its own.
        boolean without = layout.length() >= 9
                && skipped == 0
                && values.size() >= 9
                && values.get(8).signum() == 0;
        if (values.size() < skipped + 3 || scales.isEmpty() || without) {
            return;
        }
        List<String> decimals = new ArrayList<>();
        for (int i = skipped; i < skipped + 3; i++) {
            BigDecimal scale = scales.size() == 1 ? scales.get(0) : i < scales.size() ? scales.get(i) : BigDecimal.ONE;
            if (scale.signum() == 0) {
                return;
            }
            decimals.add(values.get(i)
                    .divide(scale, MathContext.DECIMAL64)
                    .setScale(i == skipped + 2 ? 2 : 7, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString());
        }
        if (decimals.get(0).equals("0") && decimals.get(1).equals("0")) {
            return;
        }
        try {
            place = new Location(decimals.get(0), decimals.get(1), decimals.get(2));
        } catch (IllegalArgumentException e) {
            // No place on this earth: the receiver had none, or these are no places.
        }
    }

    /** As many numbers as there are, by their letters: b B s S l L j J f d F. */
    private static List<BigDecimal> numbers(ByteBuffer body, String letters) {
        List<BigDecimal> numbers = new ArrayList<>();
        ByteBuffer bytes = body.duplicate();
        for (int i = 0; i < letters.length() && numbers.size() < MOST_VALUES; i++) {
            int length = length(letters.charAt(i));
            if (length == 0 || bytes.remaining() < length) {
                break;
            }
            @Nullable BigDecimal number = number(bytes, letters.charAt(i));
            if (number == null) {
                break;
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static int length(char letter) {
        return switch (letter) {
            case 'b', 'B' -> 1;
            case 's', 'S' -> 2;
            case 'l', 'L', 'f', 'F' -> 4;
            case 'j', 'J', 'd' -> 8;
            default -> 0;
        };
    }

    private static @Nullable BigDecimal number(ByteBuffer bytes, char letter) {
        double floating =
                switch (letter) {
                    case 'f' -> bytes.getFloat();
                    case 'd' -> bytes.getDouble();
                    default -> 0;
                };
        if (letter == 'f' || letter == 'd') {
            return Double.isFinite(floating) && Math.abs(floating) < 1e15 ? BigDecimal.valueOf(floating) : null;
        }
        return BigDecimal.valueOf(
                switch (letter) {
                    case 'b' -> bytes.get();
                    case 'B' -> bytes.get() & 0xff;
                    case 's' -> bytes.getShort();
                    case 'S' -> bytes.getShort() & 0xffff;
                    case 'l' -> bytes.getInt();
                    case 'L', 'F' -> bytes.getInt() & 0xffffffffL;
                    default -> bytes.getLong();
                });
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[Math.min(body.remaining(), MOST_NAME)];
        body.duplicate().get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replaceAll("\\p{Cntrl}.*", "")
                .strip();
    }
}
