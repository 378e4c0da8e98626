package org.unbroken.ingest.gateway.tus;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Upload-Metadata} keys that mean something here, and what each may hold. */
public enum MetadataKey {
    FILENAME(Kind.TEXT),
    FILETYPE(Kind.TEXT),
    AGENCY(Kind.NAME),
    CAMERA(Kind.NAME),
    RECORDED_START(Kind.TIME),
    RECORDED_END(Kind.TIME),
    SEQUENCE(Kind.NUMBER),
    DEVICE_TIME(Kind.TIME),
    SHA256(Kind.DIGEST),
    OFFICER(Kind.TEXT),
    UNIT(Kind.TEXT),
    CASE(Kind.TEXT),
    PARTY(Kind.TEXT),
    PLACE(Kind.TEXT),
    MATTER(Kind.TEXT);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    /** Four-digit years only: what others read back must be RFC 3339 too. */
    private static final Instant YEAR_10000 = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");

    private final Kind kind;

    MetadataKey(Kind kind) {
        this.kind = kind;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<MetadataKey> find(String wire) {
        return Arrays.stream(values()).filter(key -> key.wire().equals(wire)).findFirst();
    }

    /** The value as it is kept: times in UTC, digests in lower case, all else as it came. */
    String read(String value) throws RefusedException {
        return switch (kind) {
            case NAME -> shaped(value, NAME, "must be 1 to 64 of A-Z a-z 0-9 . _ -");
            case NUMBER -> number(value);
            case DIGEST ->
                shaped(value, HEX, "must be a SHA-256 in 64 hex digits").toLowerCase(Locale.ROOT);
            case TIME -> time(value);
            case TEXT -> text(value);
        };
    }

    private String shaped(String value, Pattern shape, String rule) throws RefusedException {
        if (!shape.matcher(value).matches()) {
            throw Refusals.metadata(wire(), rule);
        }
        return value;
    }

    private String number(String value) throws RefusedException {
        shaped(value, DIGITS, "must be a whole number, 0 or more, without leading zeros");
        if (Long.parseLong(value) >= 1L << 53) {
            throw Refusals.metadata(wire(), "must be below 2^53");
        }
        return value;
    }

    private String time(String value) throws RefusedException {
        String rule = "must be an RFC 3339 time, like 2026-03-01T08:00:00+08:00";
        shaped(value, RFC_3339, rule);
        try {
            Instant time = OffsetDateTime.parse(value, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
            if (time.isBefore(YEAR_0) || time.isAfter(YEAR_10000)) {
                throw Refusals.metadata(wire(), "must lie in the years 0000 to 9999");
            }
            return time.toString();
        } catch (DateTimeParseException e) {
            throw Refusals.metadata(wire(), rule);
        }
    }

    /** No control characters: such a value would forge lines in whatever prints it. */
    private String text(String value) throws RefusedException {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw Refusals.metadata(wire(), "must not contain control characters");
        }
        return value;
    }

    private enum Kind {
        TEXT,
        NAME,
        NUMBER,
        TIME,
        DIGEST
    }
}
