package org.unbroken.integrity;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as the formats write them: RFC 3339, UTC, always milliseconds, as in {@code 2026-11-21T20:30:00.123Z}. */
public final class Timestamps {
    private static final Pattern READ = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,64}))?([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int WIDTH = FORM.length();
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Timestamps() {}

    /** Finer parts than a millisecond are cut off. RFC 3339 has four digits for the year: others are refused. */
    public static String format(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException("RFC 3339 has no way to write " + instant);
        }
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        byte[] text = FORM.getBytes(StandardCharsets.US_ASCII);
        digits(text, 0, 4, utc.getYear());
        digits(text, 5, 7, utc.getMonthValue());
        digits(text, 8, 10, utc.getDayOfMonth());
        digits(text, 11, 13, utc.getHour());
        digits(text, 14, 16, utc.getMinute());
        digits(text, 17, 19, utc.getSecond());
        digits(text, 20, 23, utc.getNano() / 1_000_000);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void digits(byte[] text, int from, int to, int number) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Reads any RFC 3339 time: any offset, any fraction (digits beyond nanoseconds are dropped). A leap second is read
     * as the second after it.
     *
     * @throws IllegalArgumentException with the text
     */
    public static Instant parse(String text) {
        Instant plain = written(text);
        if (plain != null) {
            return plain;
        }
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
        Instant plain = written(text);
        if (plain != null) {
            return plain;
        }
        Instant instant = parse(text);
        if (!format(instant).equals(text)) {
            throw new IllegalArgumentException(
                    "not a UTC time with exactly milliseconds, as " + format(instant) + ": " + Shown.text(text));
        }
        return instant;
    }

    /**
     * The form that {@link #format} writes, read without a pattern: an entry has one, and a rebuild reads millions. Null
     * for anything else, leap seconds and days that no month has included: then {@link #parse} says what is wrong.
     */
    private static @Nullable Instant written(String text) {
        if (text.length() != WIDTH) {
            return null;
        }
        for (int i = 0; i < WIDTH; i++) {
            char form = FORM.charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? c < '0' || c > '9' : c != form) {
                return null;
            }
        }
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        long days = LocalDate.of(number(text, 0, 4), month, day).toEpochDay();
        return Instant.ofEpochSecond(
                days * 86_400 + hour * 3_600L + minute * 60L + second, number(text, 20, 23) * 1_000_000L);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (text.charAt(i) - '0');
        }
        return number;
    }
}
