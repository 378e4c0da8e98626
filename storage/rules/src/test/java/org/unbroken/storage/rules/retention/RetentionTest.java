package org.unbroken.storage.rules.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** Worked out by hand from the texts; received on 5 March 2024, 10:00 in Beijing. */
final class RetentionTest {
    private static final RulebookShelf SHELF = new RulebookShelf();
    private static final Instant RECEIVED = at("2024-03-05T10:00");

    private static Instant at(String beijing) {
        return LocalDateTime.parse(beijing).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private static Retention of(String code) {
        Rulebook book = SHELF.find(code).orElseThrow();
        return new Retention(book, book.zone(), WorkingCalendar.shipped());
    }

    /** To the end of the day of the same date: one day short is not yet. */
    @ParameterizedTest
    @CsvSource({
        "A, 2026-03-06T00:00, false",
        "B, 2026-03-06T00:00, false",
        "C, 2026-03-06T00:00, false",
        "D, 2026-03-06T00:00, false",
        "E, 2026-03-06T00:00, false",
        // The archive rules decide, and nobody has said what they say.
        "F, 2026-03-06T00:00, true",
        "G, 2026-03-06T00:00, true",
        "H, 2025-03-06T00:00, false",
        "I, 2026-03-06T00:00, false"
    })
    void plainFootage(String code, String until, boolean open) {
        Retained retained = of(code).of(RetentionFacts.plain(RECEIVED));

        assertThat(retained.until()).isEqualTo(at(until));
        assertThat(retained.open()).isEqualTo(open);
        assertThat(retained.ended(at(until))).isFalse();
        assertThat(retained.ended(at(until).plusMillis(1))).isEqualTo(!open);
        assertThat(retained.ended(at(until).minusSeconds(86_400))).isFalse();
    }

    /** C20: six months for daily patrols; the others have no such term. */
    @Test
    void dailyPatrols() {
        Retained patrol = of("C").of(RetentionFacts.plain(RECEIVED).ofPatrol());

        assertThat(patrol.until()).isEqualTo(at("2024-09-06T00:00"));
        assertThat(patrol.longest().of()).isEqualTo(RetentionClass.PATROL);
        assertThat(patrol.longest().articles()).containsExactly("20");
        assertThat(of("A").of(RetentionFacts.plain(RECEIVED).ofPatrol()).until())
                .isEqualTo(at("2026-03-06T00:00"));
    }

    @ParameterizedTest
    @CsvSource({"A", "B", "C", "D", "E", "F", "G", "H", "I"})
    void evidenceIsKeptAsLongAsItsCaseFile(String code) {
        RetentionFacts evidence =
                RetentionFacts.plain(RECEIVED).inCaseKeptUntil(Optional.empty()).asEvidence();
        assertThat(of(code).of(evidence).open()).isTrue();
        assertThat(of(code).of(evidence).ended(at("2099-01-01T00:00"))).isFalse();

        Retained known = of(code).of(evidence.inCaseKeptUntil(Optional.of(at("2054-01-01T00:00"))));
        assertThat(known.open()).isFalse();
        assertThat(known.until()).isEqualTo(at("2054-01-01T00:00"));
        // A case file that goes early takes nothing of the footage's own term.
        assertThat(of(code).of(evidence.inCaseKeptUntil(Optional.of(at("2024-04-01T00:00"))))
                        .until())
                .isEqualTo(of(code).of(RetentionFacts.plain(RECEIVED)).until());
    }

    /** 行政处罚一般程序案件中作为证据使用的影像资料: of another procedure it is 日常执法的影像资料, one year. */
    @Test
    void h16SaysItOfGeneralProcedurePenaltiesAlone() {
        RetentionFacts other = RetentionFacts.plain(RECEIVED)
                .inCaseKeptUntil(Optional.of(at("2054-01-01T00:00")))
                .asEvidence()
                .ofOtherProcedure();
        assertThat(of("H").of(other).until())
                .isEqualTo(of("H").of(RetentionFacts.plain(RECEIVED)).until());
        assertThat(of("A").of(other).until()).as("A20 says it of any").isEqualTo(at("2054-01-01T00:00"));
    }

    /** A21 and D21, B39 and H17 list their own reasons; the others have none. */
    @ParameterizedTest
    @CsvSource({
        "A, dispute, true",
        "A, coercive-measure, true",
        "A, refusal, true",
        "A, abuse, true",
        "A, evasion, false",
        "B, dispute, true",
        "B, obstruction, true",
        "B, refusal, false",
        "B, coercive-measure, false",
        "B, other, true",
        "C, dispute, false",
        "C, mass-incident, false",
        "D, mass-incident, true",
        "E, dispute, false",
        "F, dispute, false",
        "G, dispute, false",
        "H, evasion, true",
        "H, dispute, true",
        "H, coercive-measure, false",
        "I, dispute, false"
    })
    void longTermKeeping(String code, String trigger, boolean longTerm) {
        Retained retained = of(code).of(RetentionFacts.plain(RECEIVED).with(Set.of(trigger)));

        assertThat(retained.reasons().stream().anyMatch(reason -> reason.of() == RetentionClass.LONG_TERM))
                .isEqualTo(longTerm);
        if (longTerm) {
            assertThat(retained.open()).isTrue();
        }
    }

    /** C20: a dispute over a patrol is kept six months like any patrol, until somebody makes it evidence. */
    @Test
    void footageOfADisputeUnderC() {
        RetentionFacts dispute = RetentionFacts.plain(RECEIVED).ofPatrol().with(Set.of("dispute"));

        assertThat(of("C").of(dispute).until()).isEqualTo(at("2024-09-06T00:00"));
        assertThat(of("C").of(dispute).open()).isFalse();
        assertThat(of("C").of(dispute.inCaseKeptUntil(Optional.empty())).open()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"A", "B", "C", "D", "E", "F", "G", "H", "I"})
    void whatNobodyLabelledIsKept(String code) {
        Retained unlabelled = of(code).of(RetentionFacts.unlabelled(RECEIVED));

        assertThat(unlabelled.open()).isTrue();
        assertThat(unlabelled.ended(at("2099-01-01T00:00"))).isFalse();
        assertThat(unlabelled.until()).isEqualTo(of(code).first(RECEIVED));
    }

    /** B32: two years, as its other footage. */
    @Test
    void fixedCameras() {
        Retained reception = of("B").of(RetentionFacts.plain(RECEIVED).ofFixedCamera());

        assertThat(reception.until()).isEqualTo(at("2026-03-06T00:00"));
        assertThat(reception.longest().articles()).containsExactly("32");
    }

    @Property(tries = 200)
    void retentionIsOnlyEverLengthened(
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long standing,
            @ForAll @IntRange(min = 0, max = 8) int book) {
        Retained retained = of(String.valueOf((char) ('A' + book))).of(RetentionFacts.plain(RECEIVED));
        Instant before = Instant.ofEpochSecond(standing);

        assertThat(retained.notBefore(before)).isAfterOrEqualTo(before).isAfterOrEqualTo(retained.until());
    }
}
