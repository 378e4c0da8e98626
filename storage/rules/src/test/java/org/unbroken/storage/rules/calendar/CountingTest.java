package org.unbroken.storage.rules.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.rules.Term;
import org.unbroken.storage.rules.TermUnit;
import org.unbroken.storage.rules.type.Strictness;
import org.unbroken.storage.rules.type.TermType;

final class CountingTest {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Counting PLAIN = new Counting(BEIJING, false, false, WorkingCalendar.shipped());

    private static Instant at(String beijing) {
        return LocalDateTime.parse(beijing).atZone(BEIJING).toInstant();
    }

    private static Instant end(Counting counting, String term, String from) {
        return counting.end(Term.parse(term).orElseThrow(), at(from)).orElseThrow();
    }

    @Test
    void daysEndWithTheLastDayAndHoursWithTheMoment() {
        assertThat(end(PLAIN, "2 days", "2024-03-04T00:00")).isEqualTo(at("2024-03-07T00:00"));
        assertThat(end(PLAIN, "2 days", "2024-03-04T23:59")).isEqualTo(at("2024-03-07T00:00"));
        assertThat(end(PLAIN, "0 days", "2024-03-04T23:59")).isEqualTo(at("2024-03-05T00:00"));
        assertThat(end(PLAIN, "24 hours", "2024-03-04T23:59")).isEqualTo(at("2024-03-05T23:59"));
        assertThat(end(PLAIN, "6 months", "2024-08-31T10:00")).isEqualTo(at("2025-03-01T00:00"));
        assertThat(end(PLAIN, "end of year", "2024-08-31T10:00")).isEqualTo(at("2025-01-01T00:00"));
        assertThat(PLAIN.end(Term.Word.OPEN, at("2024-08-31T10:00"))).isEmpty();
    }

    /** Settings of a rulebook: the first day counts; a limit that ends on a day off ends with the next working day. */
    @Test
    void countingIsASetting() {
        Counting firstCounts = new Counting(BEIJING, true, false, WorkingCalendar.shipped());
        assertThat(end(firstCounts, "2 days", "2024-03-04T10:00")).isEqualTo(at("2024-03-06T00:00"));
        assertThat(end(firstCounts, "3 working days", "2024-03-08T10:00")).isEqualTo(at("2024-03-13T00:00"));
        // Begun on a Saturday, which is none.
        assertThat(end(firstCounts, "1 working days", "2024-03-09T10:00")).isEqualTo(at("2024-03-12T00:00"));

        Counting rolls = new Counting(BEIJING, false, true, WorkingCalendar.shipped());
        assertThat(end(rolls, "30 days", "2024-09-05T10:00")).isEqualTo(at("2024-10-09T00:00"));
        assertThat(end(PLAIN, "30 days", "2024-09-05T10:00")).isEqualTo(at("2024-10-06T00:00"));
    }

    /** What the schema takes for stricter ends no later, from whatever moment: else a laxer rulebook would pass. */
    @Property(tries = 1000)
    void aStricterDeadlineEndsNoLater(
            @ForAll("deadlines") Term parent,
            @ForAll("deadlines") Term child,
            @ForAll @LongRange(min = 0, max = 1400) long halfDay) {
        Instant from = at("2024-01-01T00:00").plusSeconds(43_200 * halfDay);
        if (TermType.deadline().compare(parent, child) == Strictness.STRICTER) {
            assertThat(PLAIN.end(child, from).orElseThrow())
                    .isBeforeOrEqualTo(PLAIN.end(parent, from).orElseThrow());
        }
    }

    @Property(tries = 1000)
    void strictKeepingEndsNoEarlier(
            @ForAll("keeping") Term parent,
            @ForAll("keeping") Term child,
            @ForAll @LongRange(min = 0, max = 1400) long halfDay) {
        Instant from = at("2024-01-01T00:00").plusSeconds(43_200 * halfDay);
        if (TermType.keeping(Term.Word.OPEN).compare(parent, child) == Strictness.STRICTER) {
            assertThat(PLAIN.end(child, from).orElseThrow())
                    .isAfterOrEqualTo(PLAIN.end(parent, from).orElseThrow());
        }
    }

    /** Few days, and hours about as many: where the units nearly meet. */
    @Provide
    Arbitrary<Term> deadlines() {
        Arbitrary<Term> hours = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(-1, 1))
                .as((days, more) -> new Term.Counted(24 * days + more, TermUnit.HOURS));
        return Arbitraries.oneOf(hours, terms(4, TermUnit.DAYS), terms(4, TermUnit.WORKING_DAYS));
    }

    @Provide
    Arbitrary<Term> keeping() {
        Arbitrary<Term> days = Combinators.combine(
                        Arbitraries.of(28, 31, 62, 365, 366, 730),
                        Arbitraries.integers().between(-2, 2))
                .as((count, more) -> new Term.Counted(count + more, TermUnit.DAYS));
        return Arbitraries.oneOf(days, terms(24, TermUnit.MONTHS), terms(2, TermUnit.YEARS));
    }

    private static Arbitrary<Term> terms(int most, TermUnit unit) {
        return Arbitraries.integers().between(0, most).map(count -> new Term.Counted(count, unit));
    }
}
