package org.unbroken.transcode.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

class FindingListTest {
    /** A damaged index announces billions of frames: that is to be said, and not to fail for its size. */
    @Test
    void absurdPlacesAndLengthsCanStillBeWritten() {
        FindingList list = new FindingList();
        list.add(FindingKind.TRUNCATED, "0:video", Long.MAX_VALUE, Long.MAX_VALUE, Weight.CERTAIN, "d", "count/1");
        list.add(FindingKind.TRUNCATED, "0:video", Long.MIN_VALUE, Long.MIN_VALUE, Weight.CERTAIN, "d", "count/1");
        Finding first = list.findings().get(0);
        Finding last = list.findings().get(1);
        assertThat(first.atMicros()).isZero();
        assertThat(first.lengthMicros()).isZero();
        assertThat(Finding.parse(last.toJson())).isEqualTo(last);
    }
}
