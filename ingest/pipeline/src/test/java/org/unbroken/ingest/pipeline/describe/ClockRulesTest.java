package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.ingest.pipeline.describe.CameraShift.SECOND;
import static org.unbroken.ingest.pipeline.describe.CameraShift.at;
import static org.unbroken.ingest.pipeline.describe.CameraShift.docked;
import static org.unbroken.ingest.pipeline.describe.CameraShift.file;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.transcode.Weight;

class ClockRulesTest {
    @Test
    void aRecordingIsPlacedOnCorrectedTimeWithTheOffsetStated() {
        TakeFacts ahead = docked(file("a", 1, 0, 60), "2026-11-20T16:00:00Z", 90 * SECOND);
        var clock = CameraShift.of(List.of(ahead)).clock("a");
        assertThat(clock.integer("offset_us")).isEqualTo(90 * SECOND);
        assertThat(clock.object("corrected").string("start")).isEqualTo("2026-11-20T07:58:30.000Z");
        assertThat(clock.object("corrected").string("end")).isEqualTo("2026-11-20T07:59:30.000Z");
    }

    @Test
    void anOffsetThatWouldPutTheRecordingAfterItsReceiptDoesNotCorrect() {
        TakeFacts reset = docked(file("a", 1, 0, 60), "2026-11-20T16:00:00Z", -9_000 * CameraShift.DAY);
        var clock = CameraShift.of(List.of(reset)).clock("a");
        assertThat(clock.find("offset_us")).isPresent();
        assertThat(clock.find("corrected")).isEmpty();
    }

    @Test
    void driftIsHeldAgainstTheDockingBefore() {
        TakeFacts monday = docked(at(file("a", 1, 0, 60), "2026-11-16T08:00:00Z", 60), "2026-11-16T16:00:00Z", SECOND);
        TakeFacts tuesday =
                docked(at(file("b", 2, 0, 60), "2026-11-17T08:00:00Z", 60), "2026-11-17T16:00:00Z", 4 * SECOND);
        TakeFacts sameDocking =
                docked(at(file("c", 3, 0, 60), "2026-11-17T09:00:00Z", 60), "2026-11-17T16:30:00Z", 5 * SECOND);
        CameraShift shift = CameraShift.of(List.of(monday, tuesday, sameDocking));
        assertThat(shift.clock("a").find("drift_us")).isEmpty();
        assertThat(shift.clock("b").integer("drift_us")).isEqualTo(3 * SECOND);
        assertThat(shift.clock("b").integer("drift_ppm")).isEqualTo(35);
        assertThat(shift.clock("c").string("since")).isEqualTo("2026-11-16T16:00:00.000Z");
        assertThat(shift.kinds("b")).doesNotContain(ClockRules.CLOCK_SET);
    }

    @Test
    void moreThanAClockDriftsWasSet() {
        TakeFacts monday = docked(at(file("a", 1, 0, 60), "2026-11-16T08:00:00Z", 60), "2026-11-16T16:00:00Z", SECOND);
        TakeFacts tuesday =
                docked(at(file("b", 2, 0, 60), "2026-11-17T08:00:00Z", 60), "2026-11-17T16:00:00Z", 40 * SECOND);
        assertThat(CameraShift.of(List.of(monday, tuesday))
                        .only("b", ClockRules.CLOCK_SET)
                        .weight())
                .isEqualTo(Weight.NOTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:03:00Z", "1980-01-06T01:00:00Z", "2000-01-01T10:00:00Z"})
    void aClockThatCountsFromItsFirstDayIsReset(String start) {
        TakeFacts right = docked(file("a", 1, 0, 60), "2026-11-20T16:00:00Z", 0);
        TakeFacts reset = docked(at(file("b", 2, 0, 60), start, 60), "2026-11-20T16:00:00Z", 0);
        TakeFacts after = docked(file("c", 3, 90, 120), "2026-11-20T16:00:00Z", 0);
        CameraShift shift = CameraShift.of(List.of(right, reset, after));
        assertThat(shift.only("b", ClockRules.CLOCK_RESET).weight()).isEqualTo(Weight.LIKELY);
        assertThat(shift.kinds("b")).containsExactly(ClockRules.CLOCK_RESET);
        assertThat(shift.kinds("a")).isEmpty();
        assertThat(shift.kinds("c")).containsExactly(TimeRules.CAMERA_GAP);
    }

    @Test
    void newYearOfALaterYearIsAFactoryDateOnlyFarFromTheDocking() {
        TakeFacts factory = docked(
                at(file("a", 1, 0, 60), "2010-01-01T00:10:00Z", 60), "2026-11-20T16:00:00Z", -5_800 * CameraShift.DAY);
        TakeFacts clockIsRight = docked(at(file("b", 2, 0, 60), "2010-01-01T00:10:00Z", 60), "2026-11-20T16:00:00Z", 0);
        TakeFacts newYear = docked(at(file("c", 3, 0, 60), "2026-01-01T00:10:00Z", 60), "2026-11-20T16:00:00Z", 0);
        assertThat(CameraShift.of(List.of(factory))
                        .only("a", ClockRules.CLOCK_RESET)
                        .weight())
                .isEqualTo(Weight.LIKELY);
        assertThat(CameraShift.of(List.of(clockIsRight))
                        .only("b", ClockRules.CLOCK_RESET)
                        .weight())
                .isEqualTo(Weight.NOTED);
        assertThat(CameraShift.of(List.of(newYear)).kinds("c")).isEmpty();
    }

    @Test
    void timesAfterTheServersReceiptAreInTheFutureAndAccuseNobody() {
        TakeFacts future = docked(file("a", 1, 0, 8 * 3600), "2026-11-20T09:00:00Z", 0);
        TakeFacts other = docked(file("b", 2, 600, 660), "2026-11-20T09:00:00Z", 0);
        CameraShift shift = CameraShift.of(List.of(future, other));
        assertThat(shift.only("a", ClockRules.CLOCK_FUTURE)).satisfies(finding -> {
            assertThat(finding.weight()).isEqualTo(Weight.CERTAIN);
            assertThat(finding.detail()).contains("6 h 59 min");
        });
        assertThat(shift.kinds("b")).isEmpty();
    }

    @Test
    void aJumpBackAgainstTheNumbersIsAResetOfWhatFollowsIt() {
        List<TakeFacts> files = List.of(
                file("a", 1, 0, 60),
                file("b", 2, 60, 120),
                at(file("c", 3, 0, 60), "2026-10-01T08:00:00Z", 60),
                file("d", 4, 200, 260));
        CameraShift shift = CameraShift.of(files);
        assertThat(shift.kinds("c")).containsExactly(ClockRules.CLOCK_RESET);
        assertThat(shift.only("c", ClockRules.CLOCK_RESET).detail()).contains("recording b");
        assertThat(shift.kinds("a")).isEmpty();
        assertThat(shift.kinds("d")).containsExactly(TimeRules.CAMERA_GAP);
    }

    @Test
    void oneClockThatWasAheadForAWhileIsTheOddOne() {
        List<TakeFacts> files = List.of(
                file("a", 1, 0, 60),
                at(file("b", 2, 0, 60), "2026-11-30T08:00:00Z", 60),
                file("c", 3, 120, 180),
                file("d", 4, 200, 260));
        CameraShift shift = CameraShift.of(files);
        assertThat(shift.kinds("b")).containsExactly(ClockRules.CLOCK_RESET);
        assertThat(shift.kinds("c")).doesNotContain(ClockRules.CLOCK_RESET, TimeRules.CAMERA_BACKWARD);
    }

    @Test
    void aClockSetAtDockingOverlapsOnlyOnTheCamerasOwnTimes() {
        TakeFacts ahead = docked(file("a", 1, 0, 600), "2026-11-20T08:10:30Z", 300 * SECOND);
        TakeFacts set = docked(file("b", 2, 500, 560), "2026-11-20T08:10:40Z", 0);
        assertThat(CameraShift.of(List.of(ahead, set)).kinds("b")).doesNotContain(TimeRules.CAMERA_OVERLAP);
        TakeFacts sameClock = docked(file("b", 2, 500, 560), "2026-11-20T08:10:40Z", 300 * SECOND);
        assertThat(CameraShift.of(List.of(ahead, sameClock)).kinds("b")).contains(TimeRules.CAMERA_OVERLAP);
    }
}
