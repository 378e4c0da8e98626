package org.unbroken.storage.ledger;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** The spans by which recordings are filed, largest first. */
enum CalendarUnit {
    YEAR(IndexPrefix.YEAR, ChronoUnit.YEARS),
    MONTH(IndexPrefix.MONTH, ChronoUnit.MONTHS),
    DAY(IndexPrefix.DAY, ChronoUnit.DAYS),
    HOUR(IndexPrefix.HOUR, ChronoUnit.HOURS);

    private static final LocalDateTime START = LocalDateTime.of(LedgerIndex.FIRST_YEAR, 1, 1, 0, 0);

    private final IndexPrefix prefix;
    private final ChronoUnit unit;

    CalendarUnit(IndexPrefix prefix, ChronoUnit unit) {
        this.prefix = prefix;
        this.unit = unit;
    }

    IndexPrefix prefix() {
        return prefix;
    }

    /** Which such span this time lies in. */
    long number(LocalDateTime time) {
        return unit.between(START, time);
    }

    LocalDateTime startOf(long number) {
        return START.plus(number, unit);
    }
}
