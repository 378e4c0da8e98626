package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

class HistoryRulesTest {
    private static final long SECOND = 1_000_000;
    private static final long MORNING = Instant.parse("2026-11-20T08:00:00Z").getEpochSecond() * SECOND;

    private static Take take(String id, long sequence, long startSecond, long endSecond) {
        return new Take(id, sequence, MORNING + startSecond * SECOND, MORNING + endSecond * SECOND);
    }

    private static List<String> kinds(Take take, Take... history) {
        return findings(take, List.of(history)).stream().map(Finding::kind).toList();
    }

    private static List<Finding> findings(Take take, List<Take> history) {
        return CameraShift.of(Stream.concat(Stream.of(take), history.stream())
                        .distinct()
                        .map(CameraShift::facts)
                        .toList())
                .findings(take.recording());
    }

    @Test
    void filesOfOneTakeJoinWithoutAFinding() {
        Take first = take("a", 1, 0, 60);
        Take second = take("b", 2, 60, 120);
        assertThat(kinds(second, first, second)).isEmpty();
        assertThat(kinds(first, first, second)).isEmpty();
    }

    @Test
    void aMissingNumberIsNamedWithTheSpanItLeaves() {
        Take first = take("a", 1, 0, 60);
        Take fourth = take("d", 4, 300, 360);
        List<Finding> findings = findings(fourth, List.of(first, fourth));
        assertThat(findings)
                .filteredOn(finding -> finding.kind().equals(NumberRules.MISSING_SEQUENCE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.detail()).isEqualTo("numbers 2 to 3 have not arrived");
                    assertThat(finding.lengthMicros()).isEqualTo(240 * SECOND);
                    assertThat(finding.weight()).isEqualTo(Weight.LIKELY);
                });
    }

    @Test
    void theFirstRecordingEverSeenMissesNothing() {
        Take only = take("x", 17, 0, 60);
        assertThat(kinds(only, only)).isEmpty();
    }

    @Test
    void aLateArrivalTakesTheFindingBack() {
        Take first = take("a", 1, 0, 60);
        Take third = take("c", 3, 120, 180);
        Take late = take("b", 2, 60, 120);
        assertThat(kinds(third, first, third)).contains(NumberRules.MISSING_SEQUENCE);
        assertThat(kinds(third, first, third, late)).isEmpty();
    }

    @Test
    void oneCameraCannotRecordTwiceAtOnce() {
        Take first = take("a", 1, 0, 60);
        Take second = take("b", 2, 50, 110);
        assertThat(findings(second, List.of(first, second))).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(TimeRules.CAMERA_OVERLAP);
            assertThat(finding.lengthMicros()).isEqualTo(10 * SECOND);
        });
    }

    @Test
    void aSecondIsTolerated() {
        Take first = take("a", 1, 0, 60);
        assertThat(kinds(take("b", 2, 61, 90), first)).isEmpty();
        assertThat(kinds(take("b", 2, 59, 90), first)).isEmpty();
        assertThat(kinds(take("b", 2, 62, 90), first)).containsExactly(TimeRules.CAMERA_GAP);
    }

    @Test
    void aGapBetweenTakesIsOnlyNoted() {
        Take first = take("a", 1, 0, 60);
        Take second = take("b", 2, 3600, 3700);
        assertThat(findings(second, List.of(first, second)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.weight()).isEqualTo(Weight.NOTED));
    }

    @Test
    void aClockSetBackIsSeenAgainstTheNumbering() {
        Take first = take("a", 1, 1000, 1060);
        Take second = take("b", 2, 0, 60);
        assertThat(kinds(second, first, second)).contains(TimeRules.CAMERA_BACKWARD);
    }

    @Test
    void anEndBeforeTheStartIsNotedAndNoOtherRuleUsesSuchTimes() {
        Take first = take("a", 1, 0, 60);
        Take turned = take("b", 2, 120, 30);
        Take third = take("c", 3, 60, 90);
        assertThat(findings(turned, List.of(first, turned, third)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(TimeRules.DECLARED_SPAN);
                    assertThat(finding.lengthMicros()).isEqualTo(90 * SECOND);
                    assertThat(finding.weight()).isEqualTo(Weight.NOTED);
                });
        assertThat(kinds(third, first, turned, third)).isEmpty();
    }

    @Test
    void aNumberUsedTwiceIsNotedOnTheLaterOne() {
        Take first = take("a", 5, 0, 60);
        Take second = take("b", 5, 100, 160);
        assertThat(kinds(second, first, second)).contains(Twins.REPEATED_SEQUENCE);
        assertThat(kinds(first, first, second)).doesNotContain(Twins.REPEATED_SEQUENCE);
    }

    @Test
    void aClockWithinAMinuteIsRight() {
        assertThat(ClockRules.offset(59 * SECOND)).isEmpty();
        assertThat(ClockRules.offset(Inspected.UNKNOWN)).isEmpty();
        assertThat(ClockRules.offset(-7200 * SECOND)).hasValueSatisfying(finding -> {
            assertThat(finding.lengthMicros()).isEqualTo(7200 * SECOND);
            assertThat(finding.detail()).contains("behind");
        });
    }
}
