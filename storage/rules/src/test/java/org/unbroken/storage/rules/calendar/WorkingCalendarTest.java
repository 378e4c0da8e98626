package org.unbroken.storage.rules.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The days are those of the notices; a second source (chinese-days 1.5.7) lists them in the same way. */
final class WorkingCalendarTest {
    private final WorkingCalendar calendar = WorkingCalendar.shipped();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024|01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03"
                        + " 10-04 10-07|02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
                "2025|01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07"
                        + " 10-08|01-26 02-08 04-27 09-28 10-11",
                "2026|01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05"
                        + " 10-06 10-07|01-04 02-14 02-28 05-09 09-20 10-10"
            })
    void everyDayOfTheYearIsOfItsKind(int year, String weekdaysOff, String weekendDaysWorked) {
        List<LocalDate> off = days(year, weekdaysOff);
        List<LocalDate> worked = days(year, weekendDaysWorked);

        LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).forEach(day -> {
            boolean weekend = day.getDayOfWeek().getValue() > 5;
            assertThat(calendar.isWorkingDay(day))
                    .as(day.toString())
                    .isEqualTo(weekend ? worked.contains(day) : !off.contains(day));
        });
    }

    private static List<LocalDate> days(int year, String monthDays) {
        return Arrays.stream(monthDays.split(" "))
                .map(day -> LocalDate.parse(year + "-" + day))
                .toList();
    }

    @Test
    void anUnknownYearIsNotGuessed() {
        assertThatThrownBy(() -> calendar.isWorkingDay(LocalDate.parse("2027-01-04")))
                .isInstanceOf(UnknownYearException.class)
                .hasMessageContaining("unknown calendar year 2027: add the notice to");
        assertThatThrownBy(() -> calendar.workingDayAfter(LocalDate.parse("2026-12-31"), 1))
                .isInstanceOf(UnknownYearException.class);
    }

    @Test
    void aFurtherYearComesFromAFile() {
        WorkingCalendar longer = calendar.with(
                notice(
                        """
                {"format":"unbroken/calendar/1","year":2027,"notice":"an invented one","holidays":[
                  {"name":"元旦","first":"2026-12-31","last":"2027-01-02","worked":["2026-12-27"]}]}
                """));

        assertThat(longer.isWorkingDay(LocalDate.parse("2027-01-04"))).isTrue();
        assertThat(longer.isWorkingDay(LocalDate.parse("2027-01-01"))).isFalse();
        // Of the December before, too.
        assertThat(longer.isWorkingDay(LocalDate.parse("2026-12-31"))).isFalse();
        assertThat(longer.isWorkingDay(LocalDate.parse("2026-12-27"))).isTrue();
    }

    @Test
    void aWrongNoticeSaysWhatIsWrong() {
        assertThatThrownBy(
                        () -> notice(
                                """
                        {"format":"unbroken/calendar/1","year":2027,"notice":"n","holidays":[
                          {"name":"元旦","first":"2027-01-01","last":"2027-01-03","worked":["2027-01-05"]}]}
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2027.json: worked day 2027-01-05 is no weekend day, or is off as well");
        assertThatThrownBy(
                        () -> notice(
                                """
                        {"format":"unbroken/calendar/1","year":2027,"notice":"n","holiday":[]}
                        """))
                .hasMessageContaining("unknown member \"holiday\"");
        assertThatThrownBy(
                        () -> notice(
                                """
                        {"format":"unbroken/calendar/1","year":2027,"notice":"n","holidays":[
                          {"name":"元旦","first":"2026-01-01","last":"2026-01-03","worked":[]}]}
                        """))
                .hasMessageContaining("day 2026-01-01 is not of 2027");
    }

    private static HolidayNotice notice(String json) {
        return HolidayNotice.parse("2027.json", json.getBytes(StandardCharsets.UTF_8));
    }
}
