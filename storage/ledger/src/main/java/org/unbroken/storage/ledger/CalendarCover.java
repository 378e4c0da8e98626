package org.unbroken.storage.ledger;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fewest filed spans that cover a stretch of time: whole years inside, months, days and hours towards its ends. The
 * hours at the two ends may reach beyond it, so whoever reads them checks each row's own time.
 */
final class CalendarCover {
    private CalendarCover() {}

    static List<byte[]> prefixes(Optional<Instant> from, Optional<Instant> to) {
        LocalDateTime begin = from.map(LedgerIndex::clamped).orElse(CalendarUnit.YEAR.startOf(0));
        LocalDateTime end =
                to.map(LedgerIndex::clamped).orElse(LocalDateTime.of(LedgerIndex.LAST_YEAR, 12, 31, 23, 59));
        List<byte[]> prefixes = new ArrayList<>();
        LocalDateTime at = CalendarUnit.HOUR.startOf(CalendarUnit.HOUR.number(begin));
        // The hour in which the end lies is the last, so the end rounds up.
        LocalDateTime limit = CalendarUnit.HOUR.startOf(CalendarUnit.HOUR.number(end) + 1);
        while (at.isBefore(limit)) {
            CalendarUnit unit = largest(at, limit);
            long number = unit.number(at);
            prefixes.add(LedgerIndex.span(unit, number));
            at = unit.startOf(number + 1);
        }
        return prefixes;
    }

    private static CalendarUnit largest(LocalDateTime at, LocalDateTime limit) {
        for (CalendarUnit unit : CalendarUnit.values()) {
            long number = unit.number(at);
            if (unit.startOf(number).equals(at) && !unit.startOf(number + 1).isAfter(limit)) {
                return unit;
            }
        }
        return CalendarUnit.HOUR;
    }
}
