package org.unbroken.storage.custody;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Makes the database of log and ledger anew from the WORM store alone.
 *
 * <pre>
 *    step                                    a crash after it leaves
 * 1  build into DB.rebuilding                the old database; what was built is thrown away next time
 * 2  enter manifests that have no entry      the old database, which refuses to start: the store is ahead of it
 * 3  DB → DB.replaced                        no database; the start refuses likewise; rebuild again
 * 4  DB.rebuilding → DB                      the new database
 * </pre>
 *
 * A log that contradicts what was signed (a gap, a cut-off end, a changed entry) is not built on: to go on from there
 * would contradict checkpoints that others hold. Then the old database stays, and the findings say what is wrong.
 */
public final class Rebuild {
    /** Entries whose rows are written together: what an evening brings in some twenty minutes. */
    private static final int WINDOW_ENTRIES = 8_192;

    private final WormStore worm;
    private final CustodySettings settings;
    private final RebuildSettings way;
    private final NoteSigner signer;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Progress progress;
    private final Path target;
    private final Path building;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> disposed = new HashSet<>();
    private final KeySet tracked = new KeySet();

    private Rebuild(
            WormStore worm,
            CustodySettings settings,
            RebuildSettings way,
            NoteSigner signer,
            InstantSource clock,
            SecureRandom random,
            Progress progress) {
        this.worm = worm;
        this.settings = settings;
        this.way = way;
        this.signer = signer;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.target = settings.database().toAbsolutePath();
        this.building = target.resolveSibling(target.getFileName() + ".rebuilding");
    }

    /**
     * Rebuilds the database at {@link CustodySettings#database}. It must not be in use; the old one is kept beside as
     * {@code NAME.replaced} until the next rebuild.
     */
    public static RebuildReport run(
            WormStore worm,
            CustodySettings settings,
            NoteSigner signer,
            InstantSource clock,
            SecureRandom random,
            Progress progress)
            throws IOException {
        return run(worm, settings, RebuildSettings.defaults(), signer, clock, random, progress);
    }

    /** As {@link #run(WormStore, CustodySettings, NoteSigner, InstantSource, SecureRandom, Progress)}, in that way. */
    public static RebuildReport run(
            WormStore worm,
            CustodySettings settings,
            RebuildSettings way,
            NoteSigner signer,
            InstantSource clock,
            SecureRandom random,
            Progress progress)
            throws IOException {
        return new Rebuild(worm, settings, way, signer, clock, random, progress).run();
    }

    private RebuildReport run() throws IOException {
        RocksDatabase old = holdOld();
        try {
            deleteTree(building);
            KnownLog known = KnownLog.of(old, settings.publishedMark().read(signer.believed()));
            long entries = build(known);
            if (findings.stream().anyMatch(Finding::isProblem)) {
                return new RebuildReport(entries, List.of(), findings, false);
            }
            List<RecordingId> recovered = List.of();
            boolean vouched = known.vouchesForEnd(entries);
            // Whether the log has its end is not left out for being in a hurry.
            if (way.checks() == RebuildSettings.Checks.OBJECTS || !vouched) {
                checkRecordings();
                if (!vouched && isEndInDoubt(entries, known)) {
                    return new RebuildReport(entries, List.of(), findings, false);
                }
                recovered = enterAnew(UnenteredManifests.find(worm, building, clock, findings::add));
            }
            if (old != null) {
                old.close();
                old = null;
            }
            swap();
            return new RebuildReport(entries, recovered, findings, true);
        } finally {
            if (old != null) {
                old.close();
            }
        }
    }

    /** Keeps others from using the old database meanwhile. One that is damaged cannot be opened, nor used. */
    private @Nullable RocksDatabase holdOld() throws IOException {
        if (!Files.isDirectory(target)) {
            return null;
        }
        try {
            return RocksDatabase.openToHold(target, Families.ALL);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage())
                    .toLowerCase(java.util.Locale.ROOT)
                    .contains("lock")) {
                throw new IOException("the database " + target + " is in use: stop the server first", e);
            }
            return null;
        }
    }

    private long build(KnownLog known) throws IOException {
        List<VerifierKey> trusted = signer.believed();
        DocumentReads documents = new DocumentReads(worm, way.packs());
        try (RocksDatabase database = RocksDatabase.openForLoading(building, Families.ALL, RebuildWriter.ONLY_PUT);
                RebuildWindows windows = new RebuildWindows(
                        new RebuildWriter(documents, database, signer, Durability.UNLOGGED), WINDOW_ENTRIES)) {
            StoredLog log = new StoredLog(worm, trusted, findings::add, progress, known);
            log.read(() -> new SegmentReads(worm, trusted, Optional.of(documents), way.threads()), segment -> {
                for (Entry entry : segment.entries()) {
                    if (entry.is(CustodyEvent.DISPOSED)) {
                        disposed.add(entry.recording());
                    }
                }
                // After the first thing wrong the rest is only read for what else is wrong.
                if (findings.stream().noneMatch(Finding::isProblem)) {
                    windows.add(segment);
                }
            });
            windows.finish();
            return log.size();
        }
    }

    private void checkRecordings() throws IOException {
        RecordingChecks checks = new RecordingChecks(worm, disposed, false, findings::add, tracked);
        StoredLog.readAgain(worm, segment -> {
            long index = segment.first();
            for (Entry entry : segment.entries()) {
                checks.check(index++, entry);
            }
            progress.at("entries' objects", index);
        });
    }

    /**
     * Without the mark, and with details that no entry names: entries were on their way, and perhaps were published. To
     * build on a log that was cut off would contradict what was shown; so somebody who knows has to say so.
     */
    private boolean isEndInDoubt(long entries, KnownLog known) throws IOException {
        List<ObjectKey> details = new ArrayList<>();
        UntrackedObjects.find(
                worm,
                tracked::contains,
                key -> {
                    if (UntrackedObjects.isDetail(key) && !known.pending().contains(key)) {
                        details.add(key);
                        findings.add(UntrackedObjects.finding(key));
                    }
                },
                progress);
        if (details.isEmpty()) {
            return false;
        }
        findings.add(Finding.ofLog(
                Finding.Kind.MISSING,
                ObjectKey.segment(entries).value(),
                UntrackedObjects.IN_DOUBT + ". Put the mark " + settings.mark() + " back from the backup of the key."
                        + " If there is none, and it is certain that nobody was shown a checkpoint beyond entry "
                        + entries
                        + (entries == 0
                                ? ", begin a log with a new key"
                                : ", copy " + ObjectKey.checkpoint(entries)
                                        + " from the store to that file, and rebuild again")));
        return true;
    }

    /** By the ordinary way, on the new database: appended, flushed and published before it takes its place. */
    private List<RecordingId> enterAnew(List<CustodyFact> facts) throws IOException {
        List<RecordingId> recovered = new ArrayList<>();
        try (CustodyStore store = new CustodyStore(
                settings.withDatabase(building), worm, signer, clock, random, new PrometheusRegistry())) {
            store.start();
            long last = store.health().size() - 1;
            for (CustodyFact fact : facts) {
                last = store.log().append(fact).join().index();
                recovered.add(fact.recording());
                progress.at("manifests entered anew", recovered.size());
            }
            if (last >= 0) {
                store.log().published(last).join();
            }
        } catch (CompletionException e) {
            throw new IOException("what has no entry could not be entered anew: " + e.getMessage(), e);
        }
        return recovered;
    }

    private void swap() throws IOException {
        LocalDisk disk = new LocalDisk();
        Path parent = Optional.ofNullable(target.getParent()).orElseThrow();
        Path replaced = target.resolveSibling(target.getFileName() + ".replaced");
        if (Files.isDirectory(target)) {
            deleteTree(replaced);
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        disk.syncDirectory(parent);
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
