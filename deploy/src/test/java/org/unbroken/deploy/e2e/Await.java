package org.unbroken.deploy.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does, by asking until it is so. */
final class Await {
    /** Far beyond what any step takes: it tells "never" from "slow machine" and measures nothing. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final long BETWEEN_MILLIS = 100;

    private Await() {}

    static <T> T value(String what, Callable<Optional<T>> question) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> answer = question.call();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        }
    }

    static void until(String what, Callable<Boolean> question) throws Exception {
        value(what, () -> question.call() ? Optional.of(true) : Optional.empty());
    }
}
