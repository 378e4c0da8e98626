package org.unbroken.ingest.console.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.Names;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;

/** Reads the filters of a search. Each that is wrong is named, with what would be right. */
public final class RecordingFilters {
    public static final List<String> NAMES =
            List.of("agency", "camera", "from", "to", "state", "case", "after", "limit");

    private static final int LONGEST_CASE = 256;

    private RecordingFilters() {}

    /** The search as the caller may make it; empty when nothing that the caller sees can match. */
    public static Optional<RecordingQuery> read(Query query, Principal principal, int defaultLimit) {
        query.allowOnly(NAMES);
        Optional<String> agency = read(query, "agency", RecordingFilters::name);
        Optional<String> camera = read(query, "camera", RecordingFilters::name);
        RecordingQuery wanted = new RecordingQuery(
                agency.or(principal::agency),
                camera.or(principal::camera),
                read(query, "from", RecordingFilters::time),
                read(query, "to", RecordingFilters::time),
                read(query, "state", RecordingState::ofWire),
                read(query, "case", RecordingFilters::caseNumber),
                read(query, "after", RecordingFilters::id),
                read(query, "limit", RecordingFilters::limit).orElse(defaultLimit));
        boolean foreign = agency.filter(given -> !principal.sees(given)).isPresent()
                || camera.filter(given -> !principal.camera().orElse(given).equals(given))
                        .isPresent();
        return foreign ? Optional.empty() : Optional.of(wanted);
    }

    private static <T> Optional<T> read(Query query, String name, Function<String, T> reader) {
        return query.find(name).map(text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw Problem.badParameter(name, String.valueOf(e.getMessage())).exception();
            }
        });
    }

    private static String name(String text) {
        if (!Names.NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("1 to 64 of A-Z a-z 0-9 . _ -");
        }
        return text;
    }

    private static Instant time(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            // A plus sign that was not percent-encoded has arrived as a space.
            return Timestamps.parse(
                    text.length() > 11
                            ? text.substring(0, 11) + text.substring(11).replace(' ', '+')
                            : text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a time as in 2026-11-21T20:30:00Z or 2026-11-21T20:30:00+08:00, or a day (UTC) as in 2026-11-21",
                    e);
        }
    }

    private static String caseNumber(String text) {
        if (text.isEmpty() || text.length() > LONGEST_CASE || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "1 to " + LONGEST_CASE + " characters, none of them a control character");
        }
        return text;
    }

    private static RecordingId id(String text) {
        try {
            return new RecordingId(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the \"next\" of the page before: a recording id", e);
        }
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 1000) {
            throw new IllegalArgumentException("1 to 1000");
        }
        return Integer.parseInt(text);
    }
}
