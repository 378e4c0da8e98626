package org.unbroken.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @Test
    void writesExactlyMilliseconds() {
        assertThat(Timestamps.format(Instant.parse("2026-11-21T20:30:00Z"))).isEqualTo("2026-11-21T20:30:00.000Z");
        assertThat(Timestamps.format(Instant.parse("2026-11-21T20:30:00.123999Z")))
                .isEqualTo("2026-11-21T20:30:00.123Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T20:30:00Z, 2026-11-21T20:30:00Z",
        "2026-11-21t20:30:00z, 2026-11-21T20:30:00Z",
        "2026-11-22T04:30:00.5+08:00, 2026-11-21T20:30:00.5Z",
        "2026-11-21T20:30:00.12345678987654321-00:30, 2026-11-21T21:00:00.123456789Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
    })
    void readsAnyOffsetAndFraction(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-21",
                "2026-11-21T20:30Z",
                "2026-11-21T20:30:00",
                "2026-02-30T20:30:00Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T20:30:61Z",
                "2026-11-21T20:30:00.Z",
                "2026-11-21T20:30:00+8:00",
                "2026-11-21T20:30:00+99:00",
                "9999-12-31T23:59:60Z",
                "0000-01-01T00:00:00+01:00",
                "٢٠٢٦-11-21T20:30:00Z",
            })
    void refusesWithTheText(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void exactIsTheOneSpelling() {
        assertThat(Timestamps.parseExact("2026-11-21T20:30:00.123Z")).isEqualTo("2026-11-21T20:30:00.123Z");
        assertThatThrownBy(() -> Timestamps.parseExact("2026-11-21T20:30:00Z"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whatIsWrittenReadsBack(@ForAll @LongRange(min = -62167219200000L, max = 253402300799999L) long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        assertThat(Timestamps.parseExact(Timestamps.format(instant))).isEqualTo(instant);
    }
}
