package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Where landings come from, as far as it is told what became of them. */
public interface LandingQueue {

    /** Whether it is known that nothing is left to do: a replay of what was finished after the last checkpoint. */
    boolean isDone(LandingRef ref) throws IOException;

    /** The recording is sealed or quarantined and that entry sure: it need not come again. Idempotent. */
    CompletableFuture<Void> done(LandingRef ref);

    /**
     * The try failed: the landing comes again, as its next attempt and not before that time. Completes once that is
     * durable.
     */
    CompletableFuture<Void> retry(LandingRef ref, Instant notBefore, String reason);

    /** Puts aside what came through the queue and is no landing, for a person to look at. Completes once durable. */
    CompletableFuture<Void> setAside(UnreadableLanding unreadable);
}
