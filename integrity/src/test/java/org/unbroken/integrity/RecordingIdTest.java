package org.unbroken.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingIdTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:30:00.123Z");

    @Test
    void isAVersionSevenUuidWithTheTimeInIt() {
        RecordingId id = RecordingId.generate(() -> NOW, new SecureRandom());
        UUID uuid = UUID.fromString(id.value());
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(id.time()).isEqualTo(NOW);
        assertThat(id).hasToString(id.value());
    }

    @Test
    void twoOfOneMillisecondDiffer() {
        SecureRandom random = new SecureRandom();
        assertThat(RecordingId.generate(() -> NOW, random)).isNotEqualTo(RecordingId.generate(() -> NOW, random));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01A1FFCD-31BB-7000-8000-000000000001",
                "01a1ffcd-31bb-4000-8000-000000000001",
                "01a1ffcd-31bb-7000-c000-000000000001",
                "01a1ffcd31bb70008000000000000001",
                "01a1ffcd-31bb-7000-8000-000000000001\n",
                "../01a1ffcd-31bb-7000-8000-00000000",
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> new RecordingId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
