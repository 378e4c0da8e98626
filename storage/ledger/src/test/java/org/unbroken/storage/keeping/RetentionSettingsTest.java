package org.unbroken.storage.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** When which date is set. */
class RetentionSettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final RetentionSettings SETTINGS =
            new RetentionSettings(Duration.ofDays(1), 100, Duration.ofDays(100), Duration.ofDays(1000));

    private static Instant day(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    private static Optional<Instant> next(int standing, int until, boolean open) {
        return SETTINGS.next(
                Optional.of(day(standing)),
                new KeepingRules.Wanted(day(until), open, List.of("plain"), "A 1"),
                NOW,
                LATEST);
    }

    @Test
    void anEndThatIsKnownIsSetAtOnce() {
        assertThat(next(700, 700, false)).isEmpty();
        assertThat(next(700, 600, false)).as("never shorter").isEmpty();
        assertThat(next(700, 900, false)).contains(day(900));
    }

    @Test
    void aFarEndIsSetInSteps() {
        assertThat(next(700, 30_000, false)).contains(day(1000));
        assertThat(next(1000, 30_000, false)).as("a step was just taken").isEmpty();
        assertThat(next(901, 30_000, false)).isEmpty();
        assertThat(next(899, 30_000, false)).contains(day(1000));
    }

    @Test
    void withoutAKnownEndItIsMovedLongBeforeItComesAndNotSooner() {
        assertThat(next(700, 700, true)).isEmpty();
        assertThat(next(101, 700, true)).contains(day(700));
        assertThat(next(101, 50, true)).isEmpty();
        assertThat(next(99, 50, true)).contains(day(200));
        assertThat(next(-10, -20, true)).as("after a long outage too").contains(day(200));
    }

    @Test
    void noDateIsLaterThanTheStoreKeeps() {
        Instant latest = day(800);
        assertThat(SETTINGS.next(
                        Optional.of(day(700)),
                        new KeepingRules.Wanted(day(900), false, List.of("plain"), "A 1"),
                        NOW,
                        latest))
                .contains(latest);
    }

    @Property
    void whateverIsToBeKeptIsNeverNearerThanTheLeadAfterwardsAndNeverFurtherThanAStep(
            @ForAll @IntRange(min = -500, max = 3000) int standing,
            @ForAll @IntRange(min = -500, max = 9000) int until,
            @ForAll boolean open) {
        Instant after = next(standing, until, open).orElse(day(standing));
        assertThat(after).isAfterOrEqualTo(day(standing));
        assertThat(after).isAfterOrEqualTo(day(Math.max(Math.min(until, 900), open ? 100 : -500)));
        assertThat(after).isBeforeOrEqualTo(day(Math.max(standing, 1000)));
    }

    @Test
    void settingsThatWouldLetDatesComeAreRefused() {
        assertThatThrownBy(
                        () -> new RetentionSettings(Duration.ofDays(1), 100, Duration.ofDays(2), Duration.ofDays(1000)))
                .hasMessageContaining("lead");
        assertThatThrownBy(() ->
                        new RetentionSettings(Duration.ofDays(1), 100, Duration.ofDays(100), Duration.ofDays(150)))
                .hasMessageContaining("step");
    }
}
