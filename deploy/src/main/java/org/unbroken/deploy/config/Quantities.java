package org.unbroken.deploy.config;

import java.time.Duration;
import java.time.Period;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as people write them: a whole number and its unit. */
public final class Quantities {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,15}) *([A-Za-z]*)");
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Quantities() {}

    /** {@code 512}, {@code 64KiB}, {@code 2GiB}; throws {@link IllegalArgumentException}. */
    public static long bytes(String text) {
        return scaled(text, BYTES, "a size such as 512MiB (B, KiB, MiB, GiB, TiB)");
    }

    /** {@code 500ms}, {@code 60s}, {@code 5m}, {@code 12h}, {@code 30d}; throws {@link IllegalArgumentException}. */
    public static Duration duration(String text) {
        return Duration.ofMillis(scaled(text, MILLIS, "a duration such as 60s (ms, s, m, h, d)"));
    }

    /** {@code 730d}, {@code 2y}; throws {@link IllegalArgumentException}. */
    public static Period period(String text) {
        Matcher matcher = matched(text, "a period such as 2y (d, y)");
        Map<String, Function<Integer, Period>> units = Map.of("d", Period::ofDays, "y", Period::ofYears);
        Function<Integer, Period> unit = units.get(matcher.group(2));
        if (unit == null || matcher.group(1).length() > 6) {
            throw wrong(text, "a period such as 2y (d, y)");
        }
        return unit.apply(Integer.parseInt(matcher.group(1)));
    }

    private static long scaled(String text, Map<String, Long> units, String expected) {
        Matcher matcher = matched(text, expected);
        Long unit = units.get(matcher.group(2));
        if (unit == null) {
            throw wrong(text, expected);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw wrong(text, expected);
        }
    }

    private static Matcher matched(String text, String expected) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw wrong(text, expected);
        }
        return matcher;
    }

    private static IllegalArgumentException wrong(String text, String expected) {
        return new IllegalArgumentException("\"" + text + "\" is not " + expected);
    }
}
