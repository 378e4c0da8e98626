package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.stamps.LeaderTask;

final class ClockedTaskTest {
    private static final Instant STORE = Instant.parse("2026-11-22T06:00:00Z");
    private static final SignedNote NEWEST =
            SignedNote.parse(("log.test\n\n— log.test " + Base64.getEncoder().encodeToString(new byte[68]) + "\n")
                    .getBytes(StandardCharsets.UTF_8));

    private final AtomicInteger attended = new AtomicInteger();
    private Instant here = STORE;
    private final StoreClock clock = new StoreClock(() -> here);
    private final ClockedTask task = new ClockedTask(
            new LeaderTask() {
                @Override
                public String name() {
                    return "disposal";
                }

                @Override
                public Duration attend(SignedNote newest) {
                    attended.incrementAndGet();
                    return Duration.ofHours(1);
                }
            },
            clock);

    @Test
    void restsWhileTheClockIsWrongAndGoesOnWhenItIsRight() throws Exception {
        here = STORE.plus(Duration.ofDays(800));
        clock.dated(STORE);
        assertThatThrownBy(() -> task.attend(NEWEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("set both by NTP");
        assertThat(attended).hasValue(0);

        here = STORE;
        clock.dated(STORE);
        assertThat(task.attend(NEWEST)).isEqualTo(Duration.ofHours(1));
        assertThat(attended).hasValue(1);
    }
}
