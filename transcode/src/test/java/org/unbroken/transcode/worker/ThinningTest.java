package org.unbroken.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void leavesOutPicturesWhileEnoughRemain() {
        assertThat(after(30, 33_333, 2).on()).isTrue();
        assertThat(after(25, 40_000, 2).on()).isTrue();
    }

    @Test
    void stopsWhereTooFewWouldRemain() {
        assertThat(after(30, 33_333, 3).on()).isFalse();
        assertThat(after(25, 40_000, 3).on()).isFalse();
    }

    @Test
    void doesNotBeginWhereThereAreFewAnyway() {
        assertThat(new Thinning(15).on()).isFalse();
        assertThat(new Thinning(0).on()).isFalse();
    }

    /** A hole in the recording itself is no reason to decode more. */
    @Test
    void goesOnAcrossAHole() {
        Thinning thinning = new Thinning(30);
        thinning.sent(0);
        thinning.received(0);
        thinning.sent(5_000_000);
        thinning.received(5_000_000);
        assertThat(thinning.on()).isTrue();
    }

    /** Footage of that many pictures a second, of which the decoder gives each so many-th. */
    private static Thinning after(double rate, long distance, int each) {
        Thinning thinning = new Thinning(rate);
        for (int i = 0; i < 30; i++) {
            thinning.sent(i * distance);
            if (i % each == 0) {
                thinning.received(i * distance);
            }
        }
        return thinning;
    }
}
