package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Checks a whole WORM store by itself; a database is only asked what it published: the log against its signed checkpoints, and each object
 * against the log. Memory: 16 bytes an object, and what the disposed recordings' ids take.
 *
 * <p>Beside a working server it sees objects that the log does not tell of yet. What was appended while it ran explains
 * them; those that it does not explain are untracked, and no damage.
 */
public final class Audit {
    /** Waits until the log may have grown. */
    @FunctionalInterface
    public interface Growth {
        /** Nobody writes. */
        Growth NONE = () -> false;

        /** False once it is not to be waited for any longer. */
        boolean await() throws IOException;
    }

    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final boolean bytes;
    private final Progress progress;
    private final KnownLog known;
    private final Growth growth;
    private final List<Finding> findings = new ArrayList<>();
    private final KeySet tracked = new KeySet();
    private long recordings;

    private Audit(
            WormStore worm,
            List<VerifierKey> trusted,
            boolean bytes,
            Progress progress,
            KnownLog known,
            Growth growth) {
        this.known = known;
        this.growth = growth;
        this.worm = worm;
        this.trusted = trusted;
        this.bytes = bytes;
        this.progress = progress;
    }

    /**
     * Audits the store.
     *
     * @param trusted the log's keys, from elsewhere than the store; without any, signatures are not checked
     * @param bytes whether to read the originals, which takes as long as the disks need for that
     */
    public static AuditReport run(WormStore worm, List<VerifierKey> trusted, boolean bytes, Progress progress)
            throws IOException {
        return new Audit(worm, trusted, bytes, progress, KnownLog.NOTHING, Growth.NONE).run();
    }

    /**
     * As {@link #run(WormStore, List, boolean, Progress)}, and compares the log with what the database and the mark
     * beside the key say was published: alone, a log whose newest segments and checkpoints are all gone looks whole. No
     * server may have the database.
     */
    public static AuditReport run(
            WormStore worm, List<VerifierKey> trusted, CustodySettings settings, boolean bytes, Progress progress)
            throws IOException {
        return run(worm, trusted, settings, bytes, progress, Growth.NONE);
    }

    /**
     * As {@link #run(WormStore, List, CustodySettings, boolean, Progress)}, beside a log that others write.
     *
     * @param growth how long an object that was put meanwhile may be unknown to the log
     */
    public static AuditReport run(
            WormStore worm,
            List<VerifierKey> trusted,
            CustodySettings settings,
            boolean bytes,
            Progress progress,
            Growth growth)
            throws IOException {
        PublishedMark mark = settings.publishedMark();
        Optional<PublishedCheckpoint> marked = Optional.empty();
        List<Finding> unreadable = new ArrayList<>();
        try {
            marked = mark.read(trusted);
        } catch (IOException e) {
            unreadable.add(Finding.ofLog(
                    Finding.Kind.CHANGED, mark.path().getFileName().toString(), String.valueOf(e.getMessage())));
        }
        Audit audit = new Audit(worm, trusted, bytes, progress, KnownLog.recall(settings.database(), marked), growth);
        audit.findings.addAll(unreadable);
        return audit.run();
    }

    private AuditReport run() throws IOException {
        Set<String> disposed = new HashSet<>();
        StoredLog log = new StoredLog(worm, trusted, findings::add, progress, known);
        DisposalChecks disposals = new DisposalChecks(worm, findings::add);
        TileChecks tiles = new TileChecks(worm, findings::add);
        log.read(segment -> {
            long index = segment.first();
            for (Entry entry : segment.entries()) {
                if (entry.is(CustodyEvent.DISPOSED)) {
                    disposed.add(entry.recording());
                }
                disposals.take(index++, entry);
            }
            tiles.take(segment);
        });
        tiles.finish();
        long read = log.size();
        RecordingChecks checks = new RecordingChecks(worm, disposed, bytes, findings::add, tracked);
        StoredLog.readAgain(worm, segment -> {
            if (segment.first() < read) {
                checked(segment, checks);
            }
        });
        List<ObjectKey> untracked = untracked();
        Set<String> gone = explainedMeanwhile(log, untracked, checks);
        findings.removeIf(each -> cameMeanwhile(each, log.size(), gone));
        untracked.forEach(key -> findings.add(UntrackedObjects.finding(key)));
        boolean unexplained = untracked.stream()
                .anyMatch(key ->
                        UntrackedObjects.isDocument(key) && !known.pending().contains(key));
        boolean inDoubt = unexplained && !known.vouchesForEnd(log.size());
        return new AuditReport(log.size(), recordings, !trusted.isEmpty(), inDoubt, findings);
    }

    private void checked(StoredSegment segment, RecordingChecks checks) throws IOException {
        long index = segment.first();
        for (Entry entry : segment.entries()) {
            checks.check(index++, entry);
            if (entry.camera().isPresent()) {
                recordings++;
            }
        }
        progress.at("entries' objects", index);
    }

    private List<ObjectKey> untracked() throws IOException {
        List<ObjectKey> untracked = new ArrayList<>();
        UntrackedObjects.find(worm, tracked::contains, untracked::add, progress);
        return untracked;
    }

    /**
     * Beside a working server: reads what was appended since the log was read, which tells of objects that were put
     * meanwhile, and waits for it where the log may soon tell of more.
     *
     * @param untracked those that turn out to be tracked are taken away
     * @return whose objects went lawfully while they were looked for
     */
    private Set<String> explainedMeanwhile(StoredLog log, List<ObjectKey> untracked, RecordingChecks checks)
            throws IOException {
        Set<String> gone = new HashSet<>();
        while (true) {
            boolean signed = log.readOn(segment -> {
                for (Entry entry : segment.entries()) {
                    if (entry.is(CustodyEvent.DISPOSED)) {
                        gone.add(entry.recording());
                    }
                }
                checked(segment, checks);
            });
            if (!signed) {
                return Set.of(); // What nobody signed excuses nothing.
            }
            untracked.removeIf(tracked::contains);
            if (untracked.isEmpty() || !growth.await()) {
                return gone;
            }
            progress.at("waiting for the log to tell of objects", untracked.size());
        }
    }

    private static boolean cameMeanwhile(Finding finding, long size, Set<String> gone) {
        return switch (finding.kind()) {
            case MISSING ->
                finding.recording().filter(id -> gone.contains(id.value())).isPresent();
            case UNTRACKED -> TileChecks.isCovered(new ObjectKey(finding.object()), size);
            case CHANGED, CONTRADICTORY -> false;
        };
    }

    /** recordings/YYYY/MM/DD/ID/… */
    static Optional<RecordingId> recordingOf(ObjectKey key) {
        String[] parts = key.value().split("/", -1);
        try {
            return parts.length > 4 ? Optional.of(new RecordingId(parts[4])) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
