package org.unbroken.storage.rules.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/**
 * Each term of each regulation that has one, over a holiday with a day made up for, and over the year's end: worked out by hand
 * with the notices. New Year 2026: 1 to 3 January off, Sunday 4 worked. Spring Festival 2026: 15 to 23 February off, Saturdays
 * 14 and 28 worked. Times are Beijing's; a deadline at 00:00 is the end of the day before.
 */
final class HolidayDeadlinesTest {
    private static final RulebookShelf SHELF = new RulebookShelf();
    private static final WorkingCalendar CALENDAR = WorkingCalendar.shipped();

    private static Instant at(String beijing) {
        return LocalDateTime.parse(beijing).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private static void isDue(Duty duty, String code, RecordingFacts facts, String due) {
        Rulebook book = SHELF.find(code).orElseThrow();
        assertThat(Deadlines.of(book, CALENDAR, book.zone(), facts, at("2025-12-01T00:00")).stream()
                        .filter(deadline -> deadline.duty() == duty)
                        .findFirst()
                        .orElseThrow()
                        .due())
                .as(code + " " + duty)
                .contains(at(due));
    }

    private static RecordingFacts made(String at) {
        return RecordingFacts.recorded(at(at)).withDayEnded(at(at)).withReturned(at(at));
    }

    @ParameterizedTest
    @CsvSource({
        // 返回单位后24小时内: hours run through the holiday and the year's end.
        "A, 2025-12-31T18:00, 2026-01-01T18:00",
        "D, 2025-12-31T18:00, 2026-01-01T18:00",
        "A, 2026-02-14T18:00, 2026-02-15T18:00",
        "D, 2026-02-14T18:00, 2026-02-15T18:00",
        // 在2日内, the first day not counted: the end of 2 January, of 16 February. A limit in 日 stays on a holiday.
        "B, 2025-12-31T16:00, 2026-01-03T00:00",
        "C, 2025-12-31T16:00, 2026-01-03T00:00",
        "B, 2026-02-14T16:00, 2026-02-17T00:00",
        "C, 2026-02-14T16:00, 2026-02-17T00:00",
        // 当天执法活动结束后: that day, holiday or made up for.
        "G, 2025-12-31T17:30, 2026-01-01T00:00",
        "I, 2025-12-31T17:30, 2026-01-01T00:00",
        "G, 2026-02-14T17:30, 2026-02-15T00:00",
        "I, 2026-02-14T17:30, 2026-02-15T00:00"
    })
    void uploads(String code, String from, String due) {
        isDue(Duty.UPLOAD, code, made(from), due);
    }

    @ParameterizedTest
    @CsvSource({
        // 特殊情况不得超过3个工作日: Sunday 4, Monday 5, Tuesday 6 January; Saturday 14, Tuesday 24, Wednesday 25 February.
        "A, special, 2025-12-31T18:00, 2026-01-07T00:00",
        "D, special, 2025-12-31T18:00, 2026-01-07T00:00",
        "A, special, 2026-02-13T18:00, 2026-02-26T00:00",
        "D, special, 2026-02-13T18:00, 2026-02-26T00:00",
        // 返回单位后24小时内; C's and G's exceptions take nothing of the rule's own time.
        "C, continuous, 2026-02-20T20:00, 2026-02-23T00:00",
        "G, away, 2025-12-31T20:00, 2026-01-01T20:00",
        "I, continuous, 2025-12-31T20:00, 2026-01-01T20:00",
        "G, on-water, 2026-02-14T20:00, 2026-02-15T20:00",
        "I, remote, 2026-02-14T20:00, 2026-02-15T20:00"
    })
    void uploadsUnderAnException(String code, String circumstance, String from, String due) {
        isDue(Duty.UPLOAD, code, made(from).withClaim(new ExceptionClaim(circumstance, true, "事由")), due);
    }

    @ParameterizedTest
    @CsvSource({
        // 于2个工作日内: Sunday 4 and Monday 5 January; Saturday 14 and Tuesday 24 February.
        "A, 2025-12-31T19:00, 2026-01-06T00:00",
        "D, 2025-12-31T19:00, 2026-01-06T00:00",
        "A, 2026-02-13T19:00, 2026-02-25T00:00",
        "D, 2026-02-13T19:00, 2026-02-25T00:00",
        // With the upload's own limit.
        "B, 2025-12-31T16:00, 2026-01-03T00:00",
        "C, 2025-12-31T16:00, 2026-01-03T00:00"
    })
    void labels(String code, String stored, String due) {
        isDue(Duty.LABEL, code, made(stored).withStored(at(stored)), due);
    }

    @ParameterizedTest
    @CsvSource({
        // 30个工作日: 4 to 9 January are 6, then 11, 16, 21 by the 30th, 26 by 6 February, 30 on Thursday the 12th.
        "A, 2025-12-31T16:00, 2026-02-13T00:00",
        "D, 2025-12-31T16:00, 2026-02-13T00:00",
        // From Thursday 22 January: 1 by the 23rd, 6, 11, 16 by 13 February, 17 on Sa 14, 21 by the 27th, 22 on Sa 28,
        // 27 by
        // 6 March, 30 on Wednesday the 11th.
        "A, 2026-01-22T16:00, 2026-03-12T00:00",
        "D, 2026-01-22T16:00, 2026-03-12T00:00",
        // 30日内: 14 January; 17 February, which is a holiday and stays.
        "B, 2025-12-15T16:00, 2026-01-15T00:00",
        "C, 2025-12-15T16:00, 2026-01-15T00:00",
        "F, 2025-12-15T16:00, 2026-01-15T00:00",
        "B, 2026-01-18T16:00, 2026-02-18T00:00",
        "C, 2026-01-18T16:00, 2026-02-18T00:00",
        "F, 2026-01-18T16:00, 2026-02-18T00:00",
        // 20个工作日: 22 to 26 December are 5, 8 by the 31st, 9 on Sunday 4 January, 14, 19 by the 16th, 20 on Monday the
        // 19th.
        "G, 2025-12-20T16:00, 2026-01-20T00:00",
        // 3 by 13 February, 4 on Sa 14, 8 by the 27th, 9 on Sa 28, 14 by 6 March, 19 by the 13th, 20 on Monday the
        // 16th.
        "G, 2026-02-10T16:00, 2026-03-17T00:00",
        // 案卷每年底: of the agency's year, which had ended at Greenwich when it began in Beijing.
        "H, 2025-12-31T23:59, 2026-01-01T00:00",
        "H, 2026-01-01T00:01, 2027-01-01T00:00"
    })
    void caseFiles(String code, String end, String due) {
        UnaryOperator<CaseFacts> ended = facts -> facts.withClosed(at(end)).withActEnded(at(end));
        isDue(Duty.CASE_FILE, code, made(end).inCase(ended.apply(CaseFacts.NONE)), due);
    }

    @ParameterizedTest
    @CsvSource({
        // C5: 在行政执法决定书作出后30日内.
        "C, FIXED_CAMERA_FILE, 2025-12-15T10:00, 2026-01-15T00:00",
        "C, FIXED_CAMERA_FILE, 2026-01-18T10:00, 2026-02-18T00:00",
        // B12: 48小时内补办相关手续; E7: 24小时内补报.
        "B, CASE_APPROVAL, 2025-12-31T10:00, 2026-01-02T10:00",
        "E, CASE_APPROVAL, 2025-12-31T10:00, 2026-01-01T10:00",
        "B, CASE_APPROVAL, 2026-02-14T10:00, 2026-02-16T10:00",
        "E, CASE_APPROVAL, 2026-02-14T10:00, 2026-02-15T10:00"
    })
    void whatElseHasATerm(String code, Duty duty, String from, String due) {
        RecordingFacts facts = made(from)
                .byFixedCamera()
                .inCase(CaseFacts.NONE.withStarted(at(from)).withDecided(at(from)));
        isDue(duty, code, facts, due);
    }
}
