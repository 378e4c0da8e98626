package org.unbroken.deploy.simulate.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MeasuredTest {
    @Test
    void sharesAreRanks() {
        Measured measured = new Measured();
        for (int i = 3000; i >= 1; i--) {
            measured.add(i * 1_000_000L);
        }
        assertThat(measured.millis(0.5)).isEqualTo(1500);
        assertThat(measured.millis(0.99)).isEqualTo(2970);
        assertThat(measured.millis(1)).isEqualTo(3000);
        assertThat(measured.count()).isEqualTo(3000);
    }

    @Test
    void nothingMeasuredIsSaidAndNotZero() {
        assertThat(new Measured().text()).isEqualTo("none");
    }
}
