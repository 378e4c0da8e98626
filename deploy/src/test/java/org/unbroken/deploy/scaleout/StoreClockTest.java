package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.s3.RequestObserver;

final class StoreClockTest {
    private static final Instant STORE = Instant.parse("2026-11-22T06:00:00Z");

    private Instant here = STORE;
    private final StoreClock clock = new StoreClock(() -> here);

    @Test
    void saysNothingBeforeTheStoreAnswered() {
        assertThat(clock.problem()).isEmpty();
        assertThat(clock.ahead()).isEmpty();
    }

    @Test
    void forgivesWhatNtpAndAnAnswersWayLeave() {
        here = STORE.plus(StoreClock.TOLERANCE);
        clock.dated(STORE);
        assertThat(clock.problem()).isEmpty();
    }

    @Test
    void saysByHowMuchItIsWrongAndWhatToDoUntilItIsRight() {
        RequestObserver observer = new StoreMetrics(new PrometheusRegistry(), clock);
        here = STORE.plus(Duration.ofHours(36));
        observer.dated(STORE);
        assertThat(clock.problem())
                .hasValueSatisfying(problem -> assertThat(problem.what()).contains("129600 s ahead of", "NTP"));

        here = STORE.minus(Duration.ofHours(36));
        observer.dated(STORE);
        assertThat(clock.problem())
                .hasValueSatisfying(problem -> assertThat(problem.what()).contains("129600 s behind"));

        here = STORE;
        observer.dated(STORE);
        assertThat(clock.problem()).isEmpty();
    }
}
