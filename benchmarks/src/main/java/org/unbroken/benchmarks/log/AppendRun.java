package org.unbroken.benchmarks.log;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/**
 * Entries through the whole log on a real disk: {@code AppendRun FOLDER [SECONDS [CALLERS [DETAIL-WRITERS]]]}. Each caller takes one
 * recording after the other through its {@link Life}: a fact when the one before it was acknowledged (durable in the
 * database, by a synced write), the next recording when the last one's entries are published, as a dock does that waits
 * for its receipt. Meanwhile the flusher puts details, segments and checkpoints into a local WORM store, everything
 * synced there too. The rate is that of entries published, from the first append until the last publication.
 */
public final class AppendRun {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong recordings = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final Phaser callers = new Phaser(1);
    private final CountedDisk disk = new CountedDisk(new LocalDisk());
    private final long began = System.nanoTime();
    private final long until;
    private Map<String, ThreadTimes> warm = Map.of();
    private long warmEntries;

    private AppendRun(Duration lasting) {
        this.until = began + lasting.toNanos();
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        int callers = args.length > 2 ? Integer.parseInt(args[2]) : 8_000;
        CustodySettings settings = CustodySettings.defaults(folder.resolve("ledger"));
        int detailWriters = args.length > 3 ? Integer.parseInt(args[3]) : settings.detailWriters();
        System.out.printf("%d callers, %d writers of details%n", callers, detailWriters);
        new AppendRun(Duration.ofSeconds(seconds)).run(folder, callers, settings.withDetailWriters(detailWriters));
    }

    private void run(Path folder, int count, CustodySettings settings) throws Exception {
        try (LocalStagingArea staging = new LocalStagingArea(folder.resolve("staging"), disk);
                LocalWormStore worm = new LocalWormStore(folder, staging, disk, new LocalWormSettings(false));
                CustodyStore store = new CustodyStore(
                        settings,
                        worm,
                        Ed25519NoteSigner.generate("benchmark.local/log", random),
                        Clock.systemUTC(),
                        random,
                        new PrometheusRegistry())) {
            worm.start();
            store.start();
            System.out.println("seconds  acknowledged   /s  published   /s  heap MiB  RSS MiB");
            for (int i = 0; i < count; i++) {
                callers.register();
                live(store);
            }
            long shown = 0;
            long acknowledgedBefore = 0;
            long publishedBefore = 0;
            while (acknowledged.get() > store.log().publishedSize() || callers.getRegisteredParties() > 1) {
                LockSupport.parkNanos(20_000_000);
                long now = System.nanoTime() - began;
                if (now >= (shown + 1) * EVERY.toNanos()) {
                    double span = now / 1e9 - shown * EVERY.toSeconds();
                    long is = acknowledged.get();
                    long published = store.log().publishedSize();
                    Memory memory = Memory.now();
                    System.out.printf(
                            "%7.0f %13d %5.0f %10d %5.0f %9d %8d%n",
                            now / 1e9,
                            is,
                            (is - acknowledgedBefore) / span,
                            published,
                            (published - publishedBefore) / span,
                            memory.heapMib(),
                            memory.residentMib());
                    shown = now / EVERY.toNanos();
                    if (warm.isEmpty() && now > (until - began) / 2) {
                        warm = ThreadTimes.now();
                        warmEntries = published;
                    }
                    acknowledgedBefore = is;
                    publishedBefore = published;
                }
            }
            report(store);
        }
    }

    /** The next recording of a caller, as long as there is time. */
    private void live(CustodyStore store) {
        if (System.nanoTime() > until) {
            callers.arriveAndDeregister();
            return;
        }
        step(store, new Life(recordings.getAndIncrement(), Instant.now(), random), 0);
    }

    private void step(CustodyStore store, Life life, int step) {
        store.log()
                .append(life.step(step))
                .thenAccept(sequenced -> {
                    acknowledged.incrementAndGet();
                    if (step + 1 < Life.STEPS) {
                        step(store, life, step + 1);
                    } else {
                        receipt(store, sequenced.index());
                    }
                })
                .exceptionally(this::end);
    }

    private void receipt(CustodyStore store, long index) {
        store.log().published(index).thenRun(() -> live(store)).exceptionally(this::end);
    }

    private @Nullable Void end(Throwable failed) {
        System.err.println("a caller gives up: " + failed);
        callers.arriveAndDeregister();
        return null;
    }

    private void report(CustodyStore store) throws IOException {
        double seconds = (System.nanoTime() - began) / 1e9;
        long entries = store.log().publishedSize();
        System.out.printf(
                "%d entries acknowledged and published in %.1f s: %.0f a second%n",
                entries, seconds, entries / seconds);
        System.out.printf(
                "WORM store: %.2f syncs of files and %.2f of directories an entry%n",
                (double) disk.fileSyncs() / entries, (double) disk.directorySyncs() / entries);
        long since = entries - warmEntries;
        System.out.printf("CPU µs an entry, since half of the time, user and system (%d entries):%n", since);
        ThreadTimes all = new ThreadTimes(0, 0);
        for (Map.Entry<String, ThreadTimes> thread : ThreadTimes.now().entrySet()) {
            ThreadTimes spent = thread.getValue().minus(warm.getOrDefault(thread.getKey(), new ThreadTimes(0, 0)));
            all = all.plus(spent);
            if (spent.ticks() * 10_000 / since > 0) {
                show(thread.getKey(), spent, since);
            }
        }
        show("all", all, since);
    }

    private static void show(String name, ThreadTimes spent, long entries) {
        System.out.printf("  %-20s %6.0f %6.0f%n", name, spent.user() * 1e4 / entries, spent.system() * 1e4 / entries);
    }
}
