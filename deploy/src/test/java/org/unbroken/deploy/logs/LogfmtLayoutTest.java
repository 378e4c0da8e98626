package org.unbroken.deploy.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class LogfmtLayoutTest {
    private final Logger logger = new LoggerContext().getLogger("org.unbroken.ingest.Gate");

    @Test
    void oneLineAnEventWithItsKeys() {
        LoggingEvent event = event("upload complete", null);
        event.addKeyValuePair(new KeyValuePair("recording", "0193"));
        assertThat(new LogfmtLayout().doLayout(event))
                .isEqualTo("at=2026-01-02T03:04:05Z level=info logger=Gate msg=\"upload complete\" recording=0193\n");
    }

    @Test
    void aValueCannotForgeASecondEvent() {
        LoggingEvent event = event("x", new IllegalStateException("first\nat=2026 level=error"));
        event.addKeyValuePair(new KeyValuePair("name", "a\"\r\nlevel=error\u001b[2J\u2028"));
        String line = new LogfmtLayout().doLayout(event);
        assertThat(line.chars().filter(c -> c == '\n').count()).isEqualTo(1);
        assertThat(line)
                .contains("name=\"a\\\"\\r\\nlevel=error\\u001b[2J\\u2028\"")
                .doesNotContain("\u001b", "\r");
    }

    private LoggingEvent event(String message, Throwable thrown) {
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, thrown, null);
        event.setMDCPropertyMap(Map.of());
        event.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
        return event;
    }
}
