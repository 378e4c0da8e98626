package org.unbroken.ingest.pipeline.seal;

import java.util.Optional;

/**
 * Whether this machine's clock is to be believed. An entry says when footage was sealed, and is never changed: with
 * another day on the clock the log would have that day for ever. So what is doubted is not written, and the landing comes
 * again, perhaps to another machine.
 */
@FunctionalInterface
public interface ClockDoubt {
    /** There is nothing to hold this clock against. */
    ClockDoubt NONE = Optional::empty;

    /** Why not, in an operator's words; empty where the clock is as it should be. */
    Optional<String> reason();
}
