package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The log as it lies in the WORM store, read from its first entry to its last and checked on the way: no entry missing,
 * none twice, the root after each segment the one that was signed, each camera's entries one chain.
 */
final class StoredLog {
    static final String SEGMENTS = "log/segments/";
    static final String CHECKPOINTS = "log/checkpoints/";

    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final Consumer<Finding> findings;
    private final Progress progress;
    private final KnownLog known;
    private final RunningRoot tree = new RunningRoot();
    private final Map<Sha256, CameraHead> cameras = new HashMap<>();
    private final Set<Long> ends = new HashSet<>();
    private boolean treeKnown = true;
    private long expected;
    private long lastGood;

    /** Without trusted keys, signatures are not looked at. */
    StoredLog(WormStore worm, List<VerifierKey> trusted, Consumer<Finding> findings, Progress progress) {
        this(worm, trusted, findings, progress, KnownLog.NOTHING);
    }

    /**
     * @param known what is known of the log from elsewhere than the store
     */
    StoredLog(
            WormStore worm, List<VerifierKey> trusted, Consumer<Finding> findings, Progress progress, KnownLog known) {
        this.known = known;
        this.worm = worm;
        this.trusted = List.copyOf(trusted);
        this.findings = findings;
        this.progress = progress;
    }

    /** Entries read, those that are missing counted. */
    long size() {
        return expected;
    }

    /** How far the entries were compared with the tree; what comes after, nobody knows to be right. */
    long compared() {
        return treeKnown ? expected : lastGood;
    }

    void read(StoredSegment.Visitor visitor) throws IOException {
        read(() -> new SegmentReads(worm, trusted, Optional.empty(), 1), visitor);
    }

    /** Begins to list the segments. */
    interface Listing {
        SegmentReads begin() throws IOException;
    }

    /**
     * As {@link #read(StoredSegment.Visitor)}, with what the reads bring along. The log may grow meanwhile: a segment is
     * stored before its checkpoint, so of checkpoints that were listed first none lacks its segment.
     */
    void read(Listing segments, StoredSegment.Visitor visitor) throws IOException {
        Set<Long> signed = checkpoints();
        try (SegmentReads reads = segments.begin()) {
            for (Optional<ReadSegment> next = reads.next(); next.isPresent(); next = reads.next()) {
                take(next.get(), visitor);
                progress.at("log entries", expected);
            }
        }
        checkCheckpoints(signed);
    }

    /**
     * Reads on from where it ended, as far as checkpoints were signed for what was appended since.
     *
     * @return whether all that was read so far is what was signed; else nothing that came since is to be believed
     */
    boolean readOn(StoredSegment.Visitor visitor) throws IOException {
        while (true) {
            ObjectKey key = ObjectKey.segment(expected);
            if (worm.find(key).isEmpty()) {
                return treeKnown;
            }
            ReadSegment next = SegmentReads.read(worm, trusted, Optional.empty(), key);
            if (next.checkpoint().note().isEmpty()) {
                return treeKnown;
            }
            take(next, visitor);
            if (next.unreadable().isPresent() || next.entries().isEmpty()) {
                return false;
            }
        }
    }

    private void take(ReadSegment read, StoredSegment.Visitor visitor) throws IOException {
        ObjectKey key = read.key();
        long first = number(key);
        if (first > expected) {
            treeKnown = false;
            report(
                    Finding.Kind.MISSING,
                    ObjectKey.segment(expected),
                    "a gap in the log: entries " + expected + " to " + (first - 1) + " are not in the store");
        } else if (first < expected) {
            report(
                    Finding.Kind.CONTRADICTORY,
                    key,
                    "this segment begins within the one before it, which ends at entry " + (expected - 1));
            return;
        }
        expected = first;
        for (int i = 0; i < read.entries().size(); i++) {
            checkChain(first + i, read.entries().get(i));
            tree.add(read.leaves().get(i));
        }
        if (read.unreadable().isPresent()) {
            treeKnown = false;
            report(
                    Finding.Kind.CHANGED,
                    key,
                    "cannot be read at entry " + (first + read.entries().size()) + ": "
                            + read.unreadable().get());
            return;
        }
        expected = first + read.entries().size();
        ends.add(expected);
        checkKnown(key);
        Optional<SignedNote> checkpoint = checkpoint(key, read.checkpoint());
        visitor.visit(new StoredSegment(first, read.entries(), checkpoint, read.leaves(), read.rows()));
    }

    private void checkChain(long index, Entry entry) {
        if (entry.camera().isEmpty() || entry.position().isEmpty()) {
            return;
        }
        Sha256 camera = entry.camera().get();
        CameraHead head = cameras.getOrDefault(camera, CameraHead.NONE);
        if (entry.position().getAsLong() != head.position() + 1
                || !entry.previous().equals(Optional.of(head.entry()))) {
            findings.accept(new Finding(
                    Finding.Kind.CONTRADICTORY,
                    SEGMENTS,
                    Optional.of(new org.unbroken.integrity.RecordingId(entry.recording())),
                    List.of(),
                    "entry " + index + " does not continue the chain of camera " + camera + ": it has position "
                            + entry.position().getAsLong() + " after " + head.position()));
        }
        cameras.put(camera, new CameraHead(entry.position().getAsLong(), entry.digest()));
    }

    private void checkKnown(ObjectKey segment) {
        for (KnownLog.Published each : known.published()) {
            if (each.size() == expected
                    && treeKnown
                    && !each.checkpoint().root().equals(tree.root())) {
                report(
                        Finding.Kind.CONTRADICTORY,
                        segment,
                        "the first " + expected + " entries are not those that were published, says " + each.by());
            }
        }
    }

    /** The checkpoint at the place reached, compared with the tree so far. */
    private Optional<SignedNote> checkpoint(ObjectKey segment, ReadCheckpoint read) {
        read.problem().ifPresent(wrong -> report(Finding.Kind.CHANGED, ObjectKey.checkpoint(expected), wrong));
        if (read.note().isEmpty()) {
            // Right for the last segment, if the log ended between the two. For others it is noticed later.
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.parse(read.note().get().text());
        boolean same = checkpoint.root().equals(tree.root());
        if (treeKnown && !same) {
            treeKnown = false;
            report(
                    Finding.Kind.CHANGED,
                    segment,
                    "entries " + lastGood + " to " + (expected - 1)
                            + " are not those that the checkpoint of size " + expected
                            + " was signed for; what follows cannot be checked against the tree");
            return Optional.empty();
        }
        if (same) {
            // What was wrong before this, if anything was, was a checkpoint: the entries are those that were signed.
            treeKnown = true;
            lastGood = expected;
        }
        return read.note();
    }

    /** The sizes for which checkpoints are there. */
    private Set<Long> checkpoints() throws IOException {
        Set<Long> sizes = new LinkedHashSet<>();
        try (Stream<ObjectKey> keys = worm.list(CHECKPOINTS)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                sizes.add(number(each.next()));
            }
        }
        return sizes;
    }

    private void checkCheckpoints(Set<Long> signed) throws IOException {
        long newest = 0;
        for (long size : signed) {
            newest = Math.max(newest, size);
            if (size > 0 && size <= expected && treeKnown && !ends.contains(size)) {
                report(
                        Finding.Kind.CONTRADICTORY,
                        ObjectKey.checkpoint(size),
                        "no segment ends at entry " + (size - 1));
            }
        }
        if (newest > expected) {
            report(
                    Finding.Kind.MISSING,
                    ObjectKey.segment(expected),
                    "the log is cut off: checkpoint " + newest + " was signed, and entries from " + expected
                            + " on are not in the store");
        }
        checkKnownSizes(newest);
        for (long end : ends) {
            if (end < expected
                    && !signed.contains(end)
                    && worm.find(ObjectKey.checkpoint(end)).isEmpty()) {
                report(Finding.Kind.MISSING, ObjectKey.checkpoint(end), "the checkpoint at a segment's end");
            }
        }
    }

    private void checkKnownSizes(long newestSigned) {
        for (KnownLog.Published each : known.published()) {
            if (each.size() > expected && newestSigned <= expected) {
                report(
                        Finding.Kind.MISSING,
                        ObjectKey.segment(expected),
                        "the log in the store is cut off: " + each.by() + " knows " + each.size()
                                + " published entries, the store holds " + expected + "; "
                                + ObjectKey.checkpoint(each.size()) + " is missing too. If there is the ledger's"
                                + " database, start the server once: it puts them there again from it. If not,"
                                + " restore the store from its copy");
            } else if (each.size() <= expected && treeKnown && !ends.contains(each.size())) {
                report(
                        Finding.Kind.CONTRADICTORY,
                        ObjectKey.checkpoint(each.size()),
                        each.by() + " knows it as published, and no segment ends at entry " + (each.size() - 1));
            }
        }
    }

    private void report(Finding.Kind kind, ObjectKey key, String message) {
        findings.accept(Finding.ofLog(kind, key.value(), message));
    }

    /** The entries again, without the checks, in segments that can be read. */
    static void readAgain(WormStore worm, StoredSegment.Visitor visitor) throws IOException {
        new StoredLog(worm, List.of(), finding -> {}, Progress.NONE).read(visitor);
    }

    static long number(ObjectKey key) {
        return Long.parseLong(key.value().substring(key.value().lastIndexOf('/') + 1));
    }
}
