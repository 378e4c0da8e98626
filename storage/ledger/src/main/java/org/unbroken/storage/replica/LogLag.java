package org.unbroken.storage.replica;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.custody.Sequenced;

/** How far a place is behind the published log. */
record LogLag(PublishedLog log, long next, InstantSource clock) implements ReplicaMetrics.Lag {
    @Override
    public long entries() {
        return Math.max(0, log.publishedSize() - next);
    }

    @Override
    public double seconds() throws IOException {
        if (entries() == 0) {
            return 0;
        }
        List<Sequenced> first = log.read(next, 1);
        return first.isEmpty()
                ? 0
                : Math.max(
                        0,
                        Duration.between(first.get(0).entry().at(), clock.instant())
                                        .toMillis()
                                / 1000.0);
    }
}
