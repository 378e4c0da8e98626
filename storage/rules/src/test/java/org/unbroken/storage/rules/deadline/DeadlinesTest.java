package org.unbroken.storage.rules.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Cases worked out by hand from the texts. Times are Beijing's; a deadline at 00:00 is the end of the day before. */
final class DeadlinesTest {
    private static final RulebookShelf SHELF = new RulebookShelf();
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final WorkingCalendar CALENDAR = WorkingCalendar.shipped();

    private static Instant at(String beijing) {
        return LocalDateTime.parse(beijing).atZone(BEIJING).toInstant();
    }

    private static List<Deadline> all(String code, RecordingFacts facts, String now) {
        Rulebook book = SHELF.find(code).orElseThrow();
        return Deadlines.of(book, CALENDAR, book.zone(), facts, at(now));
    }

    private static Deadline one(Duty duty, String code, RecordingFacts facts, String now) {
        return all(code, facts, now).stream()
                .filter(deadline -> deadline.duty() == duty)
                .findFirst()
                .orElseThrow();
    }

    private static void isDue(Deadline deadline, String beijing) {
        assertThat(deadline.due()).contains(at(beijing));
    }

    /**
     * Friday 9 February 2024, the last working day before the Spring Festival (10 to 17 February off, Sunday 18 worked):
     * recorded until 16:00, the day's enforcement over at 17:30, back at the unit at 18:00.
     */
    private static RecordingFacts fridayBeforeTheFestival() {
        return RecordingFacts.recorded(at("2024-02-09T16:00"))
                .withDayEnded(at("2024-02-09T17:30"))
                .withReturned(at("2024-02-09T18:00"));
    }

    @ParameterizedTest
    @CsvSource({
        // 24 hours after the return: hours run on through a holiday.
        "A, DONE, 2024-02-10T18:00",
        "D, DONE, 2024-02-10T18:00",
        // 2 日 after the recording, the first day not counted: the end of 11 February. It does not roll over the
        // holiday.
        "B, DONE, 2024-02-12T00:00",
        "C, DONE, 2024-02-12T00:00",
        "E, NONE, ",
        "F, NONE, ",
        "H, NONE, ",
        // 当天执法活动结束后: that day.
        "G, LATE, 2024-02-10T00:00",
        "I, LATE, 2024-02-10T00:00"
    })
    void anUpload23HoursAfterAFridaysReturnBeforeALongHoliday(String code, DutyState state, String due) {
        Deadline upload = one(
                Duty.UPLOAD, code, fridayBeforeTheFestival().withStored(at("2024-02-10T17:00")), "2024-02-19T09:00");

        assertThat(upload.state()).isEqualTo(state);
        assertThat(upload.reasonWanted()).isEqualTo(state == DutyState.LATE);
        assertThat(upload.basis().filter(basis -> basis.assumed().isPresent())).isEmpty();
        if (due == null) {
            assertThat(upload.due()).isEmpty();
            assertThat(upload.assumed()).isPresent();
        } else {
            isDue(upload, due);
        }
    }

    @ParameterizedTest
    @CsvSource({"G, away", "G, remote", "G, on-water", "G, hard-to-reach", "G, continuous", "I, away", "I, continuous"})
    void theSameUploadIsInTimeUnderTheExceptionOfGAndI(String code, String circumstance) {
        RecordingFacts facts = fridayBeforeTheFestival()
                .withStored(at("2024-02-10T17:00"))
                .withClaim(new ExceptionClaim(circumstance, true, "在外县办案"));

        Deadline upload = one(Duty.UPLOAD, code, facts, "2024-02-19T09:00");

        assertThat(upload.state()).isEqualTo(DutyState.DONE);
        isDue(upload, "2024-02-10T18:00");
        assertThat(upload.exception().orElseThrow().applied()).isTrue();
        assertThat(upload.exception().orElseThrow().wording().toString()).contains("确实无法及时");
    }

    /** I knows no enforcement on water; and both ask that it was truly impossible. */
    @Test
    void anExceptionAppliesOnlyAsItsTextHasIt() {
        RecordingFacts late = fridayBeforeTheFestival().withStored(at("2024-02-10T17:00"));

        Deadline onWater =
                one(Duty.UPLOAD, "I", late.withClaim(new ExceptionClaim("on-water", true, "船上")), "2024-02-19T09:00");
        assertThat(onWater.state()).isEqualTo(DutyState.LATE);
        assertThat(onWater.exception().orElseThrow().lacking()).singleElement().satisfies(said -> assertThat(said.en())
                .contains("one of the circumstances: away, continuous, hard-to-reach, remote"));

        Deadline notUnable =
                one(Duty.UPLOAD, "G", late.withClaim(new ExceptionClaim("away", false, "在外县")), "2024-02-19T09:00");
        assertThat(notUnable.state()).isEqualTo(DutyState.LATE);
        assertThat(notUnable.exception().orElseThrow().lacking())
                .singleElement()
                .satisfies(said -> assertThat(said.zh()).contains("确实无法"));
        // A reason was given: it is not asked for again.
        assertThat(notUnable.reasonWanted()).isFalse();
    }

    /** 特殊情况不得超过3个工作日, from the same moment: Sunday 18 (made up), Monday 19, Tuesday 20 February. */
    @ParameterizedTest
    @CsvSource({"A", "D"})
    void specialCasesHaveThreeWorkingDays(String code) {
        RecordingFacts late = fridayBeforeTheFestival().withStored(at("2024-02-20T17:00"));

        Deadline without = one(Duty.UPLOAD, code, late, "2024-02-21T09:00");
        assertThat(without.state()).isEqualTo(DutyState.LATE);
        assertThat(without.reasonWanted()).isTrue();
        assertThat(without.exception().orElseThrow().until()).contains(at("2024-02-21T00:00"));

        Deadline with =
                one(Duty.UPLOAD, code, late.withClaim(new ExceptionClaim("other", false, "采集站停电")), "2024-02-21T09:00");
        assertThat(with.state()).isEqualTo(DutyState.DONE);
        isDue(with, "2024-02-21T00:00");
    }

    /** Recorded on Monday, back on Thursday evening, handed over 23 hours later. */
    @ParameterizedTest
    @CsvSource({
        "B, LATE, 2024-03-07T00:00",
        "C, DONE, 2024-03-08T20:00",
        "G, DONE, 2024-03-08T20:00",
        "I, DONE, 2024-03-08T20:00"
    })
    void continuousWork(String code, DutyState state, String due) {
        RecordingFacts facts = RecordingFacts.recorded(at("2024-03-04T10:00"))
                .withDayEnded(at("2024-03-04T18:00"))
                .withReturned(at("2024-03-07T20:00"))
                .withStored(at("2024-03-08T19:00"))
                .withClaim(new ExceptionClaim("continuous", true, "连续蹲守"));

        Deadline upload = one(Duty.UPLOAD, code, facts, "2024-03-09T09:00");

        assertThat(upload.state()).isEqualTo(state);
        isDue(upload, due);
    }

    @Test
    void cKnowsNoExceptionForWorkingAway() {
        RecordingFacts facts = RecordingFacts.recorded(at("2024-03-04T10:00"))
                .withReturned(at("2024-03-07T20:00"))
                .withStored(at("2024-03-08T19:00"))
                .withClaim(new ExceptionClaim("away", true, "异地"));

        assertThat(one(Duty.UPLOAD, "C", facts, "2024-03-09T09:00").state()).isEqualTo(DutyState.LATE);
    }

    /** Back early: the exception's 24 hours would end before the 2 日 of the rule. */
    @Test
    void anExceptionTakesNoTimeAway() {
        RecordingFacts facts = RecordingFacts.recorded(at("2024-03-04T10:00"))
                .withReturned(at("2024-03-04T12:00"))
                .withStored(at("2024-03-06T19:00"))
                .withClaim(new ExceptionClaim("continuous", true, "连续"));

        assertThat(one(Duty.UPLOAD, "C", facts, "2024-03-09T09:00").state()).isEqualTo(DutyState.DONE);
    }

    @Test
    void aMomentThatNobodyToldIsAssumedAndSaysSo() {
        RecordingFacts facts = RecordingFacts.recorded(at("2024-03-04T10:00"));

        Deadline upload = one(Duty.UPLOAD, "A", facts, "2024-03-05T09:00");

        assertThat(upload.state()).isEqualTo(DutyState.DUE);
        isDue(upload, "2024-03-05T10:00");
        assertThat(upload.basis().orElseThrow().assumed().orElseThrow().zh()).contains("无人登记");
        assertThat(upload.articles()).containsExactly("16");
        assertThat(upload.wording()).contains("应在阶段执法结束返回单位后", "24小时内");
        assertThat(one(Duty.UPLOAD, "A", facts, "2024-03-05T10:01").state()).isEqualTo(DutyState.OVERDUE);
    }

    /** Stored on Friday 26 April 2024: Sunday 28 is made up for May Day, so it is the first working day after. */
    @ParameterizedTest
    @CsvSource({
        "2024-04-26T15:00, 2024-04-30T00:00",
        "2024-04-30T10:00, 2024-05-08T00:00",
        "2024-05-10T10:00, 2024-05-14T00:00"
    })
    void labelsAreDueTwoWorkingDaysAfterStorage(String stored, String due) {
        for (String code : List.of("A", "D")) {
            RecordingFacts facts =
                    RecordingFacts.recorded(at("2024-04-26T09:00")).withStored(at(stored));

            Deadline labels = one(Duty.LABEL, code, facts, stored);

            assertThat(labels.state()).isEqualTo(DutyState.DUE);
            isDue(labels, due);
            assertThat(labels.missing()).containsExactly("category", "content", "name", "place");
        }
    }

    /** 在2日内…储存至…,标明案号: one duty and one limit. */
    @Test
    void underBAndCLabelsAreDueWithTheUpload() {
        for (String code : List.of("B", "C")) {
            RecordingFacts facts =
                    RecordingFacts.recorded(at("2024-03-04T10:00")).withStored(at("2024-03-04T20:00"));
            isDue(one(Duty.LABEL, code, facts, "2024-03-05T00:00"), "2024-03-07T00:00");
            assertThat(one(Duty.LABEL, code, facts, "2024-03-07T00:01").state()).isEqualTo(DutyState.OVERDUE);

            RecordingFacts labelled = facts.withLabels(Set.of("case", "party", "handler"), at("2024-03-05T09:00"));
            assertThat(one(Duty.LABEL, code, labelled, "2024-03-09T00:00").state())
                    .isEqualTo(DutyState.DONE);
            RecordingFacts tooLate = facts.withLabels(Set.of("case", "party", "handler"), at("2024-03-08T09:00"));
            assertThat(one(Duty.LABEL, code, tooLate, "2024-03-09T00:00").state())
                    .isEqualTo(DutyState.LATE);
            RecordingFacts partly = facts.withLabels(Set.of("case", "party"), at("2024-03-05T09:00"));
            assertThat(one(Duty.LABEL, code, partly, "2024-03-09T00:00").missing())
                    .containsExactly("handler");
        }
    }

    /**
     * From Tuesday 10 September 2024: working days 11 to 13, Sa 14, 18 to 20, 23 to 27, Su 29, 30 September, 8 to 11, Sa 12,
     * 14 to 18, 21 to 25 and 28 October are thirty; 14 October is the twentieth.
     */
    @ParameterizedTest
    @CsvSource({
        "A, 2024-10-29T00:00",
        "D, 2024-10-29T00:00",
        "B, 2024-10-11T00:00",
        "C, 2024-10-11T00:00",
        "F, 2024-10-11T00:00",
        "G, 2024-10-15T00:00",
        "H, 2025-01-01T00:00"
    })
    void caseFilesByWorkingDaysAndByCalendarDays(String code, String due) {
        Instant end = at("2024-09-10T16:00");
        RecordingFacts facts = RecordingFacts.recorded(at("2024-09-01T10:00"))
                .inCase(CaseFacts.NONE.withClosed(end).withActEnded(end));

        Deadline file = one(Duty.CASE_FILE, code, facts, "2024-09-11T00:00");

        assertThat(file.state()).isEqualTo(DutyState.DUE);
        isDue(file, due);
    }

    @Test
    void aLimitInCalendarDaysThatEndsOnAHolidayStays() {
        RecordingFacts facts = RecordingFacts.recorded(at("2024-09-01T10:00"))
                .inCase(CaseFacts.NONE.withActEnded(at("2024-09-05T16:00")));

        isDue(one(Duty.CASE_FILE, "B", facts, "2024-09-11T00:00"), "2024-10-06T00:00");
    }

    @Test
    void whereThereIsNoCaseFilesTermThereIsNoDeadline() {
        for (String code : List.of("E", "I")) {
            RecordingFacts facts = RecordingFacts.recorded(at("2024-09-01T10:00"))
                    .inCase(CaseFacts.NONE.withActEnded(at("2024-09-05T16:00")));
            assertThat(one(Duty.CASE_FILE, code, facts, "2024-09-11T00:00").state())
                    .isEqualTo(DutyState.NONE);
        }
        assertThat(one(Duty.CASE_FILE, "A", RecordingFacts.recorded(at("2024-09-01T10:00")), "2024-09-11T00:00")
                        .state())
                .isEqualTo(DutyState.WAITING);
    }

    /** C5: within 30 days of the decision; B12 and E7: papers within 48 and 24 hours of the start. */
    @Test
    void whatElseHasATerm() {
        RecordingFacts facts = RecordingFacts.recorded(at("2024-09-01T10:00"))
                .byFixedCamera()
                .inCase(CaseFacts.NONE.withStarted(at("2024-09-01T08:00")).withDecided(at("2024-09-02T08:00")));

        isDue(one(Duty.FIXED_CAMERA_FILE, "C", facts, "2024-09-03T00:00"), "2024-10-03T00:00");
        isDue(one(Duty.CASE_APPROVAL, "B", facts, "2024-09-02T00:00"), "2024-09-03T08:00");
        isDue(one(Duty.CASE_APPROVAL, "E", facts, "2024-09-02T00:00"), "2024-09-02T08:00");
        assertThat(one(Duty.CASE_APPROVAL, "A", facts, "2024-09-02T00:00").state())
                .isEqualTo(DutyState.NONE);
    }

    /** Thirty working days from December 2026 reach into a year whose notice is not there: nothing is guessed. */
    @Test
    void anUnknownYearIsSaidAndSpoilsNothingElse() {
        RecordingFacts facts = RecordingFacts.recorded(at("2026-12-10T10:00"))
                .withStored(at("2026-12-10T12:00"))
                .inCase(CaseFacts.NONE.withClosed(at("2026-12-11T16:00")));

        Deadline file = one(Duty.CASE_FILE, "A", facts, "2026-12-12T00:00");

        assertThat(file.state()).isEqualTo(DutyState.UNKNOWN);
        assertThat(file.problem().orElseThrow().en()).contains("unknown calendar year 2027");
        assertThat(one(Duty.UPLOAD, "A", facts, "2026-12-12T00:00").state()).isEqualTo(DutyState.DONE);
    }

    /** 2 日 from 01:00 on 5 March in Beijing, which is 4 March at Greenwich. */
    @Test
    void daysAreTheAgencysNotTheServers() {
        RecordingFacts facts = RecordingFacts.recorded(Instant.parse("2024-03-04T17:00:00Z"));

        assertThat(one(Duty.UPLOAD, "B", facts, "2024-03-05T02:00").due())
                .contains(Instant.parse("2024-03-07T16:00:00Z"));
        Deadline elsewhere = Deadlines.of(
                        SHELF.find("B").orElseThrow(), CALENDAR, ZoneId.of("UTC"), facts, at("2024-03-05T02:00"))
                .get(0);
        assertThat(elsewhere.due()).contains(Instant.parse("2024-03-07T00:00:00Z"));
    }
}
