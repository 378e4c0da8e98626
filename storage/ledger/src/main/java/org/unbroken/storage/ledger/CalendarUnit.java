package org.unbroken.storage.ledger;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** The spans by which recordings are filed, largest first. */
enum CalendarUnit {
    YEAR('Y', ChronoUnit.YEARS),
    MONTH('M', ChronoUnit.MONTHS),
    DAY('D', ChronoUnit.DAYS),
    HOUR('H', ChronoUnit.HOURS);

    private static final LocalDateTime START = LocalDateTime.of(LedgerIndex.FIRST_YEAR, 1, 1, 0, 0);

    private final char tag;
    private final ChronoUnit unit;

    CalendarUnit(char tag, ChronoUnit unit) {
        this.tag = tag;
        this.unit = unit;
    }

    char tag() {
        return tag;
    }

    /** Which such span this time lies in. */
    long number(LocalDateTime time) {
        return unit.between(START, time);
    }

    LocalDateTime startOf(long number) {
        return START.plus(number, unit);
    }
}
