package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoreWatchTest {
    private final AtomicLong now = new AtomicLong();
    private final Semaphore asked = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    private volatile boolean fails;

    @Test
    void aStoreThatHangsIsToldOfWithoutWaitingForIt() throws Exception {
        try (StoreWatch watch = started()) {
            answers.release();
            asked.acquire(2);
            assertThat(watch.problem()).as("answered once, asked again").isEmpty();

            now.addAndGet(StoreWatch.SILENCE.toNanos());
            assertThat(watch.problem()).isEmpty();
            now.addAndGet(TimeUnit.SECONDS.toNanos(2));
            assertThat(watch.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("7 s"));

            answers.release();
            asked.acquire();
            assertThat(watch.problem()).isEmpty();
        }
    }

    @Test
    void aStoreThatFailsIsToldOfUntilItIsBack() throws Exception {
        fails = true;
        try (StoreWatch watch = started()) {
            answers.release();
            asked.acquire(2);
            assertThat(watch.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("no route"));

            fails = false;
            answers.release();
            asked.acquire();
            assertThat(watch.problem()).isEmpty();
        }
    }

    private StoreWatch started() {
        StoreWatch watch = new StoreWatch(this::ask, now::get);
        watch.start();
        return watch;
    }

    /** Answers as often as it is let; that it is asked a second time shows that the first answer was taken. */
    private void ask() throws IOException {
        asked.release();
        try {
            answers.acquire();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        if (fails) {
            throw new IOException("no route");
        }
    }
}
