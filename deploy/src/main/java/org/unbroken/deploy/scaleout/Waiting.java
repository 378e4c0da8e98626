package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start for what other machines have to give, as long as is sensible: processes of a cluster are started in
 * any order. What it waits for it says, at first and now and then.
 */
public final class Waiting {
    private static final Logger log = LoggerFactory.getLogger(Waiting.class);
    private static final long AGAIN_MILLIS = 500;
    private static final Duration SAY = Duration.ofSeconds(10);

    private final Duration bound;
    private final LongSupplier nanos;

    public Waiting(Duration bound, LongSupplier nanos) {
        this.bound = bound;
        this.nanos = nanos;
    }

    /** A step that fails with {@link IOException} as long as the other end is not there. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Runs the step until it succeeds; throws its last failure once the bound is over. */
    public void until(String what, Step step) throws IOException, InterruptedException {
        long began = nanos.getAsLong();
        long said = began - SAY.toNanos();
        while (true) {
            try {
                step.run();
                return;
            } catch (IOException e) {
                long now = nanos.getAsLong();
                if (now - began > bound.toNanos()) {
                    throw new IOException(
                            what + " could not be reached within " + bound.toSeconds() + " s: " + e.getMessage(), e);
                }
                if (now - said >= SAY.toNanos()) {
                    said = now;
                    log.atWarn()
                            .addKeyValue("for", what)
                            .addKeyValue("seconds", (now - began) / 1_000_000_000L)
                            .addKeyValue("problem", String.valueOf(e.getMessage()))
                            .log("waiting");
                }
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        }
    }
}
