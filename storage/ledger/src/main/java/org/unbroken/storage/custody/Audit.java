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
 * <p>Run beside a working server it sees objects that the log does not tell of yet; they are untracked, and no damage.
 */
public final class Audit {
    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final boolean bytes;
    private final Progress progress;
    private final KnownLog known;
    private final List<Finding> findings = new ArrayList<>();
    private final KeySet tracked = new KeySet();
    private long recordings;

    private Audit(WormStore worm, List<VerifierKey> trusted, boolean bytes, Progress progress, KnownLog known) {
        this.known = known;
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
        return new Audit(worm, trusted, bytes, progress, KnownLog.NOTHING).run();
    }

    /**
     * As {@link #run(WormStore, List, boolean, Progress)}, and compares the log with what the database and the mark
     * beside the key say was published: alone, a log whose newest segments and checkpoints are all gone looks whole. No
     * server may have the database.
     */
    public static AuditReport run(
            WormStore worm, List<VerifierKey> trusted, CustodySettings settings, boolean bytes, Progress progress)
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
        Audit audit = new Audit(worm, trusted, bytes, progress, KnownLog.recall(settings.database(), marked));
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
        RecordingChecks checks = new RecordingChecks(worm, disposed, bytes, findings::add, tracked);
        StoredLog.readAgain(worm, segment -> {
            long index = segment.first();
            for (Entry entry : segment.entries()) {
                checks.check(index++, entry);
                if (entry.camera().isPresent()) {
                    recordings++;
                }
            }
            progress.at("entries' objects", index);
        });
        boolean unexplained = findUntracked();
        boolean inDoubt = unexplained && !known.vouchesForEnd(log.size());
        return new AuditReport(log.size(), recordings, !trusted.isEmpty(), inDoubt, findings);
    }

    /** Whether there are documents that nothing explains. */
    private boolean findUntracked() throws IOException {
        List<ObjectKey> unexplained = new ArrayList<>(1);
        UntrackedObjects.find(
                worm,
                tracked::contains,
                key -> {
                    findings.add(UntrackedObjects.finding(key));
                    if (unexplained.isEmpty()
                            && UntrackedObjects.isDocument(key)
                            && !known.pending().contains(key)) {
                        unexplained.add(key);
                    }
                },
                progress);
        return !unexplained.isEmpty();
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
