package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.ingest.pipeline.describe.CameraShift.file;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Weight;

class NumberRunsTest {
    @Test
    void numbersThatHaveRunOutBeginAgainAndNothingIsMissing() {
        List<TakeFacts> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // Docked newest first, which says nothing of their order.
            files.add(file(String.format("r%02d", 20 - i), (9_990 + i) % 10_000, 100L * i, 100L * i + 50));
        }
        CameraShift shift = CameraShift.of(files);
        for (TakeFacts file : files) {
            List<String> kinds = shift.kinds(file.recording());
            assertThat(kinds).doesNotContain(NumberRules.MISSING_SEQUENCE, TimeRules.CAMERA_BACKWARD);
            assertThat(kinds.contains(NumberRules.NUMBERING_RESTART)).isEqualTo(file.sequence() == 0);
        }
        assertThat(shift.only("r10", NumberRules.NUMBERING_RESTART).weight()).isEqualTo(Weight.NOTED);
        assertThat(shift.only("r10", NumberRules.NUMBERING_RESTART).detail()).contains("end of their range");
    }

    @Test
    void aResetNumberingIsRecognisedByTheOrderOfDocking() {
        List<TakeFacts> files = List.of(
                file("a", 36, 0, 50),
                file("b", 37, 100, 150),
                file("c", 1, 200, 250),
                file("d", 2, 300, 350),
                file("e", 4, 400, 450));
        CameraShift shift = CameraShift.of(files);
        assertThat(shift.kinds("a")).isEmpty();
        assertThat(shift.only("c", NumberRules.NUMBERING_RESTART).detail()).contains("reset");
        assertThat(shift.only("e", NumberRules.MISSING_SEQUENCE).detail()).isEqualTo("number 3 has not arrived");
    }

    @Test
    void aLateArrivalIsNoNewBeginning() {
        List<TakeFacts> files = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            files.add(file(i == 3 ? "z" : String.format("r%02d", i), i, 100L * i, 100L * i + 50));
        }
        CameraShift shift = CameraShift.of(files);
        assertThat(shift.kinds("z")).containsExactly(TimeRules.CAMERA_GAP);
        assertThat(shift.kinds("r04")).containsExactly(TimeRules.CAMERA_GAP);
    }

    @Test
    void aLeapThatNoCameraMakesInThatTimeIsNoAccusation() {
        CameraShift shift = CameraShift.of(List.of(file("a", 1, 0, 60), file("b", 10_000, 100, 160)));
        assertThat(shift.only("b", NumberRules.NUMBERING_JUMP).weight()).isEqualTo(Weight.NOTED);
        assertThat(shift.kinds("b")).doesNotContain(NumberRules.MISSING_SEQUENCE);
        CameraShift slow = CameraShift.of(List.of(file("a", 1, 0, 60), file("b", 100, 100_000, 100_060)));
        assertThat(slow.kinds("b")).contains(NumberRules.MISSING_SEQUENCE);
    }
}
