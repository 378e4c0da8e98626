package org.unbroken.storage.custody;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The log's own objects in the store while the server that writes them goes on: segments and checkpoints against each other
 * and against what was published, the full tiles against the segments, and the lists of disposals against the entries that
 * name them. Memory: a number for each segment, a head for each camera, and what {@link TileChecks} says.
 */
public final class LogObjects {
    private final WormStore worm;
    private final List<VerifierKey> trusted;
    private final Visitor visitor;
    private final List<Finding> found = new ArrayList<>();
    private long entries;
    private long compared;
    /** Tiles and lists are told of by entries: without some of these, not all. */
    private boolean allRead;
    /** Negative until it is asked for. */
    private long sizeNow = -1;

    /** Told of what was read and is whole, in the log's order. */
    public interface Visitor {
        /** A segment of so many bytes and the checkpoint at its end; its last entry was entered then. */
        void segment(long first, long end, long bytes, Instant entered) throws IOException;
    }

    private LogObjects(WormStore worm, List<VerifierKey> trusted, Visitor visitor) {
        this.worm = worm;
        this.trusted = trusted;
        this.visitor = visitor;
    }

    /**
     * Reads all of it.
     *
     * @param published the newest checkpoint: a store that holds less was cut off
     * @throws IOException when the store does not answer, or the visitor will not go on
     */
    public static LogObjects check(WormStore worm, List<VerifierKey> trusted, SignedNote published, Visitor visitor)
            throws IOException {
        LogObjects objects = new LogObjects(worm, trusted, visitor);
        objects.read(PublishedCheckpoint.of(published));
        return objects;
    }

    /** How many entries were there. */
    public long entries() {
        return entries;
    }

    public List<Finding> findings() {
        return List.copyOf(found);
    }

    /** Whether a finding of this object would have been seen: damage to the log hides some of what comes after it. */
    public boolean sees(String object) {
        if (object.startsWith("log/tile/") || object.startsWith("log/disposals/")) {
            return allRead;
        }
        if (!object.startsWith(StoredLog.SEGMENTS) && !object.startsWith(StoredLog.CHECKPOINTS)) {
            return true;
        }
        try {
            return Long.parseLong(object.substring(object.lastIndexOf('/') + 1)) <= compared;
        } catch (NumberFormatException strange) {
            return true;
        }
    }

    private void read(PublishedCheckpoint published) throws IOException {
        List<Finding> all = new ArrayList<>();
        KnownLog known = new KnownLog(
                List.of(new KnownLog.Published("this server", published)), published.size(), true, Set.of());
        StoredLog log = new StoredLog(worm, trusted, all::add, Progress.NONE, known);
        TileChecks tiles = new TileChecks(worm, all::add);
        DisposalLists lists = new DisposalLists(worm, all::add);
        log.read(segment -> {
            tiles.take(segment);
            for (Entry entry : segment.entries()) {
                lists.take(entry);
            }
            if (!segment.entries().isEmpty()) {
                visitor.segment(
                        segment.first(),
                        segment.end(),
                        segment.entries().stream()
                                .mapToLong(entry -> entry.bytes().length)
                                .sum(),
                        segment.entries().get(segment.entries().size() - 1).at());
            }
        });
        tiles.finish();
        entries = log.size();
        compared = log.compared();
        allRead = tiles.size() == entries && entries >= published.size();
        // Of a log that nobody else knows about the last checkpoint may lack. This one was published, so it was there.
        ObjectKey newest = ObjectKey.checkpoint(published.size());
        if (published.size() > 0
                && published.size() <= entries
                && worm.find(newest).isEmpty()
                && all.stream().noneMatch(each -> each.object().equals(newest.value()))) {
            all.add(Finding.ofLog(Finding.Kind.MISSING, newest.value(), "the checkpoint that was published last"));
        }
        for (Finding each : all) {
            if (!cameMeanwhile(each)) {
                found.add(each);
            }
        }
    }

    /** Names are listed one kind after the other, while the log grows. */
    private boolean cameMeanwhile(Finding finding) throws IOException {
        return switch (finding.kind()) {
            case MISSING -> worm.find(new ObjectKey(finding.object())).isPresent();
            case UNTRACKED -> TileChecks.isCovered(new ObjectKey(finding.object()), sizeNow());
            case CHANGED, CONTRADICTORY -> false;
        };
    }

    /** By the newest checkpoint that the log's key signed: whatever else lies there tells nothing of the log's size. */
    private long sizeNow() throws IOException {
        if (sizeNow < 0) {
            SegmentSearch checkpoints = new SegmentSearch(worm, StoredLog.CHECKPOINTS);
            OptionalLong newest = checkpoints.floor(Long.MAX_VALUE);
            while (newest.isPresent()
                    && newest.getAsLong() > entries
                    && ReadCheckpoint.read(worm, newest.getAsLong(), trusted)
                            .note()
                            .isEmpty()) {
                newest = checkpoints.floor(newest.getAsLong() - 1);
            }
            sizeNow = Math.max(entries, newest.orElse(0));
        }
        return sizeNow;
    }

    /** The entry before this index, as the store has it; empty where it lacks or cannot be read. */
    public static Optional<Entry> last(WormStore worm, long end) throws IOException {
        OptionalLong first = end < 1 ? OptionalLong.empty() : new SegmentSearch(worm).floor(end - 1);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<byte[]> entries =
                    LogSegment.decode(worm.read(ObjectKey.segment(first.getAsLong()), LogSegment.MAX_BYTES));
            long at = end - 1 - first.getAsLong();
            return at < entries.size() ? Optional.of(Entry.parse(entries.get((int) at))) : Optional.empty();
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** The full tiles that the entry before this index completes, entries first. */
    public static List<ObjectKey> tilesCompletedAt(long end) {
        if (end == 0 || end % Tile.FULL_WIDTH != 0) {
            return List.of();
        }
        List<ObjectKey> keys = new ArrayList<>();
        keys.add(ObjectKey.tile(Tile.entries(end / Tile.FULL_WIDTH - 1, Tile.FULL_WIDTH)));
        long tiles = end / Tile.FULL_WIDTH;
        for (int level = 0; ; level++) {
            keys.add(ObjectKey.tile(new Tile(level, tiles - 1, Tile.FULL_WIDTH)));
            if (tiles % Tile.FULL_WIDTH != 0) {
                return keys;
            }
            tiles /= Tile.FULL_WIDTH;
        }
    }
}
