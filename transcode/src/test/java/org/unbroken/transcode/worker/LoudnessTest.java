package org.unbroken.transcode.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoudnessTest {
    private static final long HOUR = 3_600_000_000L;

    @Test
    void aBangIsWhereItWasHoweverLongTheSoundIs() {
        Loudness loudness = new Loudness();
        for (long at = 0; at < 12 * HOUR; at += 1_000_000) {
            loudness.add(at, 1_000_000, at == 5 * HOUR ? 0.9f : 0.1f);
        }
        assertThat(loudness.lengthMicros()).isEqualTo(12 * HOUR);
        assertThat(loudness.peak(5 * HOUR, 5 * HOUR + 1_000_000)).isEqualTo(0.9f);
        assertThat(loudness.peak(0, 5 * HOUR - 60_000_000)).isEqualTo(0.1f);
        assertThat(loudness.peak(5 * HOUR + 60_000_000, 12 * HOUR)).isEqualTo(0.1f);
    }

    @Test
    void whatTheSoundLeftOutIsSilence() {
        Loudness loudness = new Loudness();
        loudness.add(0, 1_000_000, 0.5f);
        loudness.add(9_000_000, 1_000_000, 0.5f);
        assertThat(loudness.peak(4_000_000, 5_000_000)).isZero();
    }

    @Test
    void absurdTimesArePassedOver() {
        Loudness loudness = new Loudness();
        loudness.add(-5, 10, 1);
        loudness.add(1L << 50, 10, 1);
        loudness.add(0, 0, 1);
        assertThat(loudness.lengthMicros()).isZero();
    }
}
