package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.ingest.pipeline.describe.CameraShift.at;
import static org.unbroken.ingest.pipeline.describe.CameraShift.docked;
import static org.unbroken.ingest.pipeline.describe.CameraShift.file;
import static org.unbroken.ingest.pipeline.describe.CameraShift.withBytes;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Weight;

class TakesTest {
    @Test
    void splitFilesAreOneTake() {
        CameraShift shift = CameraShift.of(List.of(file("a", 1, 0, 60), file("b", 2, 60, 120), file("c", 3, 121, 150)));
        assertThat(shift.take("a").text()).isEqualTo("{\"first\":\"a\",\"part\":1}");
        assertThat(shift.take("c").text()).isEqualTo("{\"first\":\"a\",\"joined_to\":\"b\",\"part\":3}");
    }

    @Test
    void theToleranceIsASetting() {
        CameraShift shift = CameraShift.of(List.of(file("a", 1, 0, 60), file("b", 2, 63, 120)));
        assertThat(shift.take("b").find("joined_to")).isEmpty();
        Said said = shift.said("b", new HistorySettings(Duration.ofSeconds(5)));
        assertThat(said.take().string("joined_to")).isEqualTo("a");
        assertThat(said.findings()).isEmpty();
    }

    @Test
    void filesOfAResetClockJoinByTheirOwnTimes() {
        CameraShift shift = CameraShift.of(List.of(
                docked(at(file("a", 1, 0, 60), "2000-01-01T00:00:10Z", 60), "2026-11-20T09:00:00Z", 0),
                docked(at(file("b", 2, 0, 60), "2000-01-01T00:01:10Z", 60), "2026-11-20T09:00:00Z", 0)));
        assertThat(shift.take("b").string("joined_to")).isEqualTo("a");
    }

    @Test
    void filesWithoutNumbersJoinByTimeAlone() {
        CameraShift shift =
                CameraShift.of(List.of(file("a", Inspected.UNKNOWN, 0, 60), file("b", Inspected.UNKNOWN, 60, 120)));
        assertThat(shift.take("b").string("joined_to")).isEqualTo("a");
    }

    @Test
    void aMissingNumberIsNoJoin() {
        CameraShift shift = CameraShift.of(List.of(file("a", 1, 0, 60), file("c", 3, 60, 120)));
        assertThat(shift.take("c").find("joined_to")).isEmpty();
    }

    @Test
    void aGapAfterAPartOfFullLengthIsToldApartFromACameraThatWasOff() {
        List<TakeFacts> habit = List.of(
                file("a", 1, 0, 600), file("b", 2, 600, 1200), file("c", 3, 1200, 1800), file("d", 4, 1800, 2400));
        TakeFacts afterFull = file("e", 5, 2405, 3005);
        TakeFacts afterShort = file("f", 6, 3005, 3100);
        TakeFacts next = file("g", 7, 3105, 3200);
        CameraShift shift = CameraShift.of(
                List.of(habit.get(0), habit.get(1), habit.get(2), habit.get(3), afterFull, afterShort, next));
        assertThat(shift.only("e", TimeRules.TAKE_GAP)).satisfies(finding -> {
            assertThat(finding.weight()).isEqualTo(Weight.LIKELY);
            assertThat(finding.lengthMicros()).isEqualTo(5 * CameraShift.SECOND);
        });
        assertThat(shift.only("g", TimeRules.CAMERA_GAP).weight()).isEqualTo(Weight.NOTED);
        CameraShift little = CameraShift.of(List.of(habit.get(2), habit.get(3), afterFull));
        assertThat(little.only("e", TimeRules.TAKE_GAP).weight()).isEqualTo(Weight.NOTED);
        CameraShift off = CameraShift.of(List.of(habit.get(0), habit.get(1), file("h", 3, 4800, 4900)));
        assertThat(off.kinds("h")).containsExactly(TimeRules.CAMERA_GAP);
    }

    @Test
    void theSameBytesAgainAreNoOverlap() {
        CameraShift shift =
                CameraShift.of(List.of(withBytes(file("a", 1, 0, 60), "aa"), withBytes(file("b", 1, 0, 60), "aa")));
        assertThat(shift.kinds("b")).containsExactly(Twins.REPEATED_UPLOAD);
        assertThat(shift.kinds("a")).isEmpty();
    }

    @Test
    void otherBytesUnderTheSameNumberOrSpanAreLikelyAReupload() {
        TakeFacts first = withBytes(file("a", 1, 0, 60), "aa");
        for (TakeFacts again : List.of(
                withBytes(file("b", 1, 0, 40), "bb"),
                withBytes(file("b", 1, 20, 60), "bb"),
                withBytes(file("b", 9, 0, 60), "bb"))) {
            CameraShift shift = CameraShift.of(List.of(first, again));
            assertThat(shift.kinds("b")).contains(Twins.REUPLOADED_OTHER_BYTES);
            assertThat(shift.only("b", Twins.REUPLOADED_OTHER_BYTES).weight()).isEqualTo(Weight.LIKELY);
            assertThat(shift.kinds("b")).doesNotContain(TimeRules.CAMERA_OVERLAP);
            assertThat(shift.kinds("a")).isEmpty();
        }
        assertThat(CameraShift.of(List.of(first, withBytes(file("b", 1, 500, 560), "bb")))
                        .kinds("b"))
                .contains(Twins.REPEATED_SEQUENCE)
                .doesNotContain(Twins.REUPLOADED_OTHER_BYTES);
    }
}
