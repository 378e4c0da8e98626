package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.Landings;

/** The queue of the embedded default: landings by number, in this process's database. */
final class NumberedLandings implements LandingQueue {
    private final Landings landings;

    NumberedLandings(Landings landings) {
        this.landings = landings;
    }

    @Override
    public boolean isDone(LandingRef ref) throws IOException {
        List<Landing> pending = landings.read(ref.sequence(), 1);
        return pending.isEmpty() || pending.get(0).sequence() != ref.sequence();
    }

    @Override
    public CompletableFuture<Void> done(LandingRef ref) {
        return completed(() -> landings.done(ref.sequence()));
    }

    @Override
    public CompletableFuture<Void> retry(LandingRef ref, Instant notBefore, String reason) {
        return completed(() -> landings.retry(ref.sequence(), ref.attempt(), notBefore, reason));
    }

    @Override
    public CompletableFuture<Void> setAside(UnreadableLanding unreadable) {
        // The database refuses such a value when it is read, with the place of the damage.
        return CompletableFuture.failedFuture(new IOException(unreadable.place() + ": " + unreadable.why()));
    }

    private static CompletableFuture<Void> completed(Step step) {
        try {
            step.take();
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private interface Step {
        void take() throws IOException;
    }
}
