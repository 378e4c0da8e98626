package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.Landings;

/** The landings that are not done, as the seal job is fed with them. */
final class LandingFeed implements Feed<LandingRef> {
    private final Landings landings;
    private final InstantSource clock;
    private final Set<Runnable> subscribers = ConcurrentHashMap.newKeySet();

    LandingFeed(Landings landings, InstantSource clock) {
        this.landings = landings;
        this.clock = clock;
        landings.onAppend(() -> subscribers.forEach(Runnable::run));
    }

    @Override
    public Batch<LandingRef> read(long from, int max) throws IOException {
        long end = landings.end();
        List<Landing> read = landings.read(from, max);
        long next = read.size() < max
                ? Math.max(from, end)
                : read.get(read.size() - 1).sequence() + 1;
        return new Batch<>(
                read.stream()
                        .map(landing -> new Numbered<>(landing.sequence(), LandingRef.of(landing, 1)))
                        .toList(),
                next);
    }

    @Override
    public List<LandingRef> due(int max) throws IOException {
        return landings.due(clock.instant(), max).stream()
                .map(retry -> LandingRef.of(retry.landing(), retry.attempt() + 1))
                .toList();
    }

    @Override
    public void subscribe(Runnable callback) {
        subscribers.add(callback);
    }

    @Override
    public void unsubscribe(Runnable callback) {
        subscribers.remove(callback);
    }
}
