package org.unbroken.storage.custody;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Checks a whole WORM store by itself, without a database: the log against its signed checkpoints, and each object
 * against the log. Memory: 16 bytes an object, and what the disposed recordings' ids take.
 *
 * <p>Run beside a working server it sees objects that the log does not tell of yet; they are untracked, and no damage.
 */
public final class Audit {
    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final boolean bytes;
    private final Progress progress;
    private final Optional<PublishedCheckpoint> remembered;
    private final List<Finding> findings = new ArrayList<>();
    private final KeySet tracked = new KeySet();
    private long recordings;

    private Audit(
            WormStore worm,
            List<VerifierKey> trusted,
            boolean bytes,
            Progress progress,
            Optional<PublishedCheckpoint> remembered) {
        this.remembered = remembered;
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
        return new Audit(worm, trusted, bytes, progress, Optional.empty()).run();
    }

    /**
     * As {@link #run(WormStore, List, boolean, Progress)}, and compares the log with what the database published last:
     * alone, a log whose newest segments and checkpoints are all gone looks whole. No server may have the database.
     */
    public static AuditReport run(
            WormStore worm, List<VerifierKey> trusted, Path database, boolean bytes, Progress progress)
            throws IOException {
        return new Audit(worm, trusted, bytes, progress, PublishedCheckpoint.recall(database)).run();
    }

    private AuditReport run() throws IOException {
        Set<String> disposed = new HashSet<>();
        StoredLog log = new StoredLog(worm, trusted, findings::add, progress, remembered);
        log.read(segment -> segment.entries().stream()
                .filter(entry -> entry.is(CustodyEvent.DISPOSED))
                .forEach(entry -> disposed.add(entry.recording())));
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
        findUntracked();
        return new AuditReport(log.size(), recordings, !trusted.isEmpty(), findings);
    }

    private void findUntracked() throws IOException {
        long seen = 0;
        try (Stream<ObjectKey> keys = worm.list("recordings/")) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                ObjectKey key = each.next();
                if (!tracked.contains(key)) {
                    findings.add(new Finding(
                            Finding.Kind.UNTRACKED,
                            key.value(),
                            recordingOf(key),
                            List.of(),
                            "the log does not tell of it"));
                }
                if (++seen % 1000 == 0) {
                    progress.at("objects", seen);
                }
            }
        }
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
