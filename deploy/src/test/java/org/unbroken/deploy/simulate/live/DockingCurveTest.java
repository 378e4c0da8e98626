package org.unbroken.deploy.simulate.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class DockingCurveTest {

    @Property(tries = 200)
    void camerasComeInOrderAndWithinTheTime(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0.1, max = 9) Double> weights,
            @ForAll @IntRange(min = 1, max = 200) int count) {
        DockingCurve curve = new DockingCurve(weights);
        double before = 0;
        for (int i = 0; i < count; i++) {
            double arrival = curve.arrival(i, count);
            assertThat(arrival).isBetween(before, 1.0);
            before = arrival;
        }
    }

    @Test
    void halfOfAnEveningsCamerasComeInOneFifthOfTheTime() {
        DockingCurve evening = DockingCurve.parse("evening");
        long inPeak = IntStream.range(0, 1000)
                .mapToDouble(i -> evening.arrival(i, 1000))
                .filter(at -> at >= 0.6 && at < 0.8)
                .count();
        assertThat(inPeak).isEqualTo(500);
    }

    @Test
    void aSliceWithoutWeightHasNoArrivals() {
        DockingCurve curve = DockingCurve.parse("1,0,1");
        assertThat(IntStream.range(0, 100).mapToDouble(i -> curve.arrival(i, 100)))
                .noneMatch(at -> at > 1.0 / 3 && at < 2.0 / 3);
    }

    @Test
    void whatIsNoCurveIsRefused() {
        assertThatThrownBy(() -> DockingCurve.parse("0,0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockingCurve.parse("1,-1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockingCurve.parse("morning")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockingCurve.parse("1,NaN")).isInstanceOf(IllegalArgumentException.class);
    }
}
