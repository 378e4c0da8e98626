package org.unbroken.storage.rules.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.Optional;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Term;

/**
 * How a rulebook counts. Hours run from the moment; days and longer end with the last day, 24:00 by the agency's zone.
 *
 * @param firstDayCounts whether the day on which a term begins is its first
 * @param holidayRolls whether a term in calendar days that ends on a day off ends with the next working day instead
 */
public record Counting(ZoneId zone, boolean firstDayCounts, boolean holidayRolls, WorkingCalendar calendar) {

    public static Counting of(Rulebook book, ZoneId zone, WorkingCalendar calendar) {
        return new Counting(
                zone,
                book.value(Rules.COUNTING_FIRST_DAY).equals("counted"),
                book.value(Rules.COUNTING_HOLIDAY).equals("rolls"),
                calendar);
    }

    /**
     * The last moment of a term that began then; empty if it never ends, or is none.
     *
     * @throws UnknownYearException when working days of a year that is not known would have to be counted
     */
    public Optional<Instant> end(Term term, Instant from) {
        if (term instanceof Term.Counted counted) {
            return Optional.of(end(counted, from));
        }
        if (term == Term.Word.END_OF_YEAR) {
            return Optional.of(endOf(Year.from(day(from)).atMonth(12).atEndOfMonth()));
        }
        return Optional.empty();
    }

    private Instant end(Term.Counted term, Instant from) {
        LocalDate first = day(from);
        // A term of no days ends with its first whether that counts or not.
        int days = firstDayCounts && term.count() > 0 ? term.count() - 1 : term.count();
        return switch (term.unit()) {
            case HOURS -> from.plusSeconds(3600L * term.count());
            case DAYS -> {
                LocalDate last = first.plusDays(days);
                yield endOf(holidayRolls ? calendar.workingDayFrom(last) : last);
            }
            case WORKING_DAYS -> endOf(workingDays(first, term.count()));
            case MONTHS -> endOf(first.plusMonths(term.count()));
            case YEARS -> endOf(first.plusYears(term.count()));
        };
    }

    private LocalDate workingDays(LocalDate first, int count) {
        boolean counted = firstDayCounts && count > 0 && calendar.isWorkingDay(first);
        return calendar.workingDayAfter(first, counted ? count - 1 : count);
    }

    private LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, zone);
    }

    private Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
