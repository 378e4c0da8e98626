package org.unbroken.deploy.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void withoutATerminalALineEveryFewSeconds() {
        Progress progress = new Progress(out, false, nanos::get);
        for (int second = 1; second <= 11; second++) {
            nanos.set(second * 1_000_000_000L);
            progress.bytes("clip", second, 11);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("clip: 5 B of 11 B (45 %)\nclip: 10 B of 11 B (90 %)\n");
    }

    @Test
    void onATerminalOneLineIsWrittenOverAndCleared() {
        Progress progress = new Progress(out, true, nanos::get);
        nanos.set(1_000_000_000L);
        progress.at("half");
        progress.close();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\rhalf\r    \r");
    }
}
