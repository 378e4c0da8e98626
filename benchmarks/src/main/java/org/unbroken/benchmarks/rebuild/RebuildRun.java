package org.unbroken.benchmarks.rebuild;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.Packer;
import org.unbroken.storage.custody.Rebuild;
import org.unbroken.storage.custody.RebuildReport;
import org.unbroken.storage.custody.RebuildSettings;
import org.unbroken.storage.custody.Sequenced;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.packs.LocalPackStore;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;

/**
 * Makes a log of so many recordings by the ordinary way, packs it, and rebuilds the database from segments and packs:
 * {@code RebuildRun [RECORDINGS [ROUNDS [FOLDER]]]}. A folder that is named is kept, and used again.
 */
public final class RebuildRun {
    private static final int AT_ONCE = 2_000;

    private final Path folder;
    private final int recordings;
    private final SecureRandom random = new SecureRandom();
    private final LocalDisk disk = new LocalDisk();
    private final LocalStagingArea staging;
    private final LocalWormStore worm;
    private final LocalPackStore packs;
    private final CustodySettings settings;

    private RebuildRun(Path folder, int recordings) {
        this.folder = folder;
        this.recordings = recordings;
        Disk shared = disk;
        this.staging = new LocalStagingArea(folder.resolve("staging"), shared);
        this.worm = new LocalWormStore(folder.resolve("worm"), staging, shared, new LocalWormSettings(false));
        this.packs = new LocalPackStore(folder.resolve("packs"), new DurableFiles(disk));
        this.settings = CustodySettings.defaults(folder.resolve("ledger"));
    }

    public static void main(String[] args) throws Exception {
        int recordings = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        boolean keep = args.length > 2;
        Path folder = keep ? Path.of(args[2]) : Files.createTempDirectory("unbroken-rebuild");
        Files.createDirectories(folder);
        RebuildRun run = new RebuildRun(folder, recordings);
        run.staging.start();
        run.worm.start();
        try {
            run.prepare();
            for (int round = 1; round <= rounds; round++) {
                run.rebuild(round);
            }
        } finally {
            run.worm.close();
            run.staging.close();
            if (!keep) {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private NoteSigner signer() throws IOException {
        Path key = folder.resolve("log.key");
        if (!Files.exists(key)) {
            Files.writeString(
                    key,
                    Ed25519NoteSigner.generate("benchmark.local/log", random).secretKeyText());
        }
        return Ed25519NoteSigner.parse(Files.readString(key));
    }

    private void prepare() throws Exception {
        Path done = folder.resolve("prepared-" + recordings);
        if (Files.exists(done)) {
            return;
        }
        long began = System.nanoTime();
        LogOnlyWorm objects = new LogOnlyWorm(worm);
        MadeUpDay day = new MadeUpDay();
        try (CustodyStore store =
                new CustodyStore(settings, objects, signer(), Clock.systemUTC(), random, new PrometheusRegistry())) {
            store.start();
            Packer packer = store.packer(packs);
            long last = 0;
            for (int from = 0; from < recordings; from += AT_ONCE) {
                last = append(day, from, Math.min(from + AT_ONCE, recordings), objects, store);
            }
            store.log().published(last).join();
            System.out.printf("made %d recordings in %.1f s%n", recordings, seconds(began));
            packer.start();
            while (!packer.isCaughtUp()) {
                LockSupport.parkNanos(10_000_000);
            }
            packer.close();
        }
        System.out.printf(
                "log %d MiB, packs %d MiB, database %d MiB; prepared in %.1f s%n",
                size("worm"), size("packs"), size("ledger"), seconds(began));
        Files.createFile(done);
    }

    private static long append(MadeUpDay day, int from, int to, LogOnlyWorm objects, CustodyStore store)
            throws IOException {
        List<MadeUpDay.Made> made = new ArrayList<>();
        for (int i = from; i < to; i++) {
            MadeUpDay.Made one = day.make(i);
            objects.put(one.manifestKey(), one.manifest().bytes(), java.time.Instant.MAX);
            objects.put(one.analysisKey(), one.analysis().canonical(), java.time.Instant.MAX);
            made.add(one);
        }
        List<CompletableFuture<Sequenced>> appended = new ArrayList<>();
        made.forEach(one -> appended.add(store.log().append(one.received())));
        made.forEach(one -> appended.add(store.log().append(one.sealed())));
        made.forEach(one -> appended.add(store.log().append(one.inspected())));
        long last = 0;
        for (CompletableFuture<Sequenced> each : appended) {
            last = Math.max(last, each.join().index());
        }
        return last;
    }

    private void rebuild(int round) throws IOException {
        long began = System.nanoTime();
        Duration cpu = cpu();
        RebuildReport report = Rebuild.run(
                worm,
                settings,
                RebuildSettings.defaults().withPacks(packs).withChecks(RebuildSettings.Checks.LOG),
                signer(),
                Clock.systemUTC(),
                random,
                (step, done) -> {});
        double seconds = seconds(began);
        if (!report.replaced() || !report.problems().isEmpty()) {
            throw new IllegalStateException("not rebuilt: " + report.problems());
        }
        System.out.printf(
                "round %d: %d entries of %d recordings in %.2f s, %.2f CPU s: %.0f recordings/s%n",
                round, report.entries(), recordings, seconds, cpu().minus(cpu).toMillis() / 1e3, recordings / seconds);
        if (round == 1) {
            long compared = SameRows.require(folder.resolve("ledger"), folder.resolve("ledger.replaced"));
            System.out.printf("the database equals the one it replaced: %d rows%n", compared);
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private long size(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(directory))) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
