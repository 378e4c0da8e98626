package org.unbroken.integrity;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the formats write them: RFC 3339, UTC, always milliseconds, as in {@code 2026-11-21T20:30:00.123Z}. */
public final class Timestamps {
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern READ = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,64}))?([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Timestamps() {}

    /** Finer parts than a millisecond are cut off. RFC 3339 has four digits for the year: others are refused. */
    public static String format(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException("RFC 3339 has no way to write " + instant);
        }
        return WRITTEN.format(instant);
    }

    /**
     * Reads any RFC 3339 time: any offset, any fraction (digits beyond nanoseconds are dropped). A leap second is read
     * as the second after it.
     *
     * @throws IllegalArgumentException with the text
     */
    public static Instant parse(String text) {
        Matcher parts = READ.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an RFC 3339 time: " + Shown.text(text));
        }
        try {
            int second = Integer.parseInt(parts.group(4));
            boolean leap = second == 60;
            String fraction = parts.group(5) == null ? "" : parts.group(5);
            int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
            String offset = parts.group(6);
            Instant instant = LocalDate.parse(parts.group(1))
                    .atTime(LocalTime.of(
                            Integer.parseInt(parts.group(2)),
                            Integer.parseInt(parts.group(3)),
                            leap ? 59 : second,
                            nanos))
                    .toInstant(offset.length() == 1 ? ZoneOffset.UTC : ZoneOffset.of(offset));
            Instant read = leap ? instant.plusSeconds(1) : instant;
            if (read.isBefore(FIRST) || read.isAfter(LAST)) {
                throw new DateTimeException("outside years 0000 to 9999");
            }
            return read;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not an RFC 3339 time: " + Shown.text(text), e);
        }
    }

    /** Reads only what {@link #format} writes: a hashed text must have one spelling. */
    public static Instant parseExact(String text) {
        Instant instant = parse(text);
        if (!format(instant).equals(text)) {
            throw new IllegalArgumentException(
                    "not a UTC time with exactly milliseconds, as " + format(instant) + ": " + Shown.text(text));
        }
        return instant;
    }
}
