package org.unbroken.deploy.simulate.live;

import java.time.Duration;
import java.util.Optional;
import org.unbroken.deploy.dock.Pause;

/** Waits between tries as a patient dock does: twice as long each time, or as long as the server asks for. */
final class Retry {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Pause pause;
    private Duration next = FIRST;

    Retry(Pause pause) {
        this.pause = pause;
    }

    void progressed() {
        next = FIRST;
    }

    void after(Optional<Duration> asked) throws InterruptedException {
        Duration wait = asked.filter(span -> !span.isZero()).orElse(next);
        pause.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    }
}
