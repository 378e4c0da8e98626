package org.unbroken.storage.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.log.EntryBundle;
import org.unbroken.integrity.log.Tile;
import org.unbroken.integrity.log.TileReader;
import org.unbroken.integrity.log.TreeGrowth;
import org.unbroken.integrity.log.TreeHash;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Puts the log's full tiles into the WORM store, some time after their entries are published, which never waits for it.
 * They follow from the segments, nothing rests on them, and whoever has a copy of the store can serve them as they lie.
 *
 * <pre>
 *    step, 256 entries at a time                a crash after it leaves             and the next leader
 * 1  their hash tile, level 0                   a tile without its bundle           puts the same again
 * 2  each tile above that they make full        more of them                        the same
 * 3  their entry bundle                         all                                 goes on after it
 * </pre>
 *
 * As the bundle comes last, and bundles in order, how far it has come is how many bundles there are: it keeps no note.
 * Two leaders at once put the same bytes. Tiles that are gone from in between are put again at the next start, from this
 * database.
 */
final class TileKeeping implements LeaderTask {
    /** Entries published are reason enough to be asked again. */
    private static final Duration UNTIL_NEXT = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(TileKeeping.class);

    private final PublishedLog log;
    private final TileReader tiles;
    private final WormStore worm;
    private final InstantSource clock;
    private final Duration retention;
    private long next = -1;

    TileKeeping(PublishedLog log, TileReader tiles, WormStore worm, InstantSource clock, Duration retention) {
        this.log = log;
        this.tiles = tiles;
        this.worm = worm;
        this.clock = clock;
        this.retention = retention;
    }

    /** The others' tasks of a turn, and this one. */
    static List<LeaderTask> beside(
            LeaderTask.Source others, CustodyLog log, WormStore worm, InstantSource clock, CustodySettings settings) {
        List<LeaderTask> all = new ArrayList<>(others.forTurn());
        all.add(new TileKeeping(log, log.tiles(), worm, clock, settings.logRetention()));
        return all;
    }

    @Override
    public String name() {
        return "tiles";
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        long size = Checkpoint.parse(newest.text()).size();
        long full = size / Tile.FULL_WIDTH;
        if (next < 0) {
            next = beginning(size);
        }
        while (next < full) {
            checkInterrupt();
            keep(next, false);
            next++;
        }
        return UNTIL_NEXT;
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the lead has ended");
        }
    }

    /** Looks through the names of all that are there, some 8 to a thousand entries. */
    private long beginning(long size) throws IOException, InterruptedException {
        Names bundles = names(Tile.ENTRIES);
        if (bundles.end() > size / Tile.FULL_WIDTH) {
            throw new IOException("the WORM store has a full entry bundle " + (bundles.end() - 1)
                    + ", and the log only " + size
                    + " published entries: it was cut off, or the bundle is another log's");
        }
        boolean whole = bundles.count() == bundles.end();
        long hashes = bundles.count();
        for (int level = 0; whole && hashes > 0; level++, hashes /= Tile.FULL_WIDTH) {
            // One or more can be there without a bundle, from a crash.
            Names tiles = names(level);
            whole = tiles.count() == tiles.end() && tiles.count() >= hashes;
        }
        return whole ? bundles.count() : repaired(size);
    }

    /** How many there are, and the index after the last: as many, where none lacks. */
    private record Names(long count, long end) {}

    private Names names(int level) throws IOException {
        long count = 0;
        long end = 0;
        String prefix = "log/tile/" + (level == Tile.ENTRIES ? "entries" : level) + "/";
        try (Stream<ObjectKey> keys = worm.list(prefix)) {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext(); ) {
                Optional<Tile> tile = tile(each.next());
                if (tile.isPresent()) {
                    count++;
                    end = Math.max(end, tile.get().index() + 1);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Names(count, end);
    }

    /** Empty for what somebody else put there: the audit tells of it. */
    private static Optional<Tile> tile(ObjectKey key) {
        try {
            return Optional.of(Tile.parse(key.value().substring("log/".length())))
                    .filter(Tile::isFull);
        } catch (IllegalArgumentException notATile) {
            return Optional.empty();
        }
    }

    /** Puts what lacks, up to the last bundle that is there and on to the end of the log. */
    private long repaired(long size) throws IOException, InterruptedException {
        LOG.error("tiles of the log are gone from the WORM store; they are put there again. Find out who removed them");
        long full = size / Tile.FULL_WIDTH;
        for (long bundle = 0; bundle < full; bundle++) {
            checkInterrupt();
            keep(bundle, true);
        }
        return full;
    }

    private void keep(long bundle, boolean onlyMissing) throws IOException {
        Instant until = clock.instant().plus(retention);
        Tile below = Tile.entries(bundle, Tile.FULL_WIDTH);
        List<byte[]> entries = entries(bundle);
        List<Sha256> leaves = entries.stream().map(TreeHash::leaf).toList();
        long index = bundle;
        for (int level = 0; ; level++) {
            byte[] hashes = hashes(level, index, leaves);
            put(new Tile(level, index, Tile.FULL_WIDTH), hashes, until, onlyMissing);
            if ((index + 1) % Tile.FULL_WIDTH != 0) {
                break;
            }
            index /= Tile.FULL_WIDTH;
            leaves = split(tiles.hashes(level + 1, index));
        }
        put(below, EntryBundle.encode(entries), until, onlyMissing);
    }

    private void put(Tile tile, byte[] bytes, Instant until, boolean onlyMissing) throws IOException {
        ObjectKey key = ObjectKey.tile(tile);
        if (!onlyMissing || worm.find(key).isEmpty()) {
            worm.put(key, bytes, until);
        }
    }

    /**
     * What is locked for a hundred years is looked at first: a tile is made of what lies below it, and hashes to what the
     * tile above it says.
     */
    private byte[] hashes(int level, long index, List<Sha256> below) throws IOException {
        byte[] tile = tiles.hashes(level, index);
        byte[] above = tiles.hashes(level + 1, index / Tile.FULL_WIDTH);
        int at = (int) (index % Tile.FULL_WIDTH) * Sha256.LENGTH;
        Sha256 root = TreeGrowth.append(0, NO_TILES, below).root();
        if (!Arrays.equals(tile, joined(below))
                || above.length < at + Sha256.LENGTH
                || !root.equals(Sha256.wrap(Arrays.copyOfRange(above, at, at + Sha256.LENGTH)))) {
            throw new IOException("the database's tile at level " + level + ", index " + index
                    + " is not what its entries make: it is damaged. Run rebuild");
        }
        return tile;
    }

    private static final TileReader NO_TILES = (level, index) -> {
        throw new IOException("an empty tree has no tiles");
    };

    private static byte[] joined(List<Sha256> hashes) {
        byte[] bytes = new byte[hashes.size() * Sha256.LENGTH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).bytes(), 0, bytes, i * Sha256.LENGTH, Sha256.LENGTH);
        }
        return bytes;
    }

    private static List<Sha256> split(byte[] tile) {
        List<Sha256> hashes = new ArrayList<>();
        for (int at = 0; at < tile.length; at += Sha256.LENGTH) {
            hashes.add(Sha256.wrap(Arrays.copyOfRange(tile, at, at + Sha256.LENGTH)));
        }
        return hashes;
    }

    private List<byte[]> entries(long bundle) throws IOException {
        List<byte[]> entries = log.read(bundle * Tile.FULL_WIDTH, Tile.FULL_WIDTH).stream()
                .map(sequenced -> sequenced.entry().bytes())
                .toList();
        if (entries.size() != Tile.FULL_WIDTH) {
            throw new IOException("entries of bundle " + bundle + " are not published yet");
        }
        return entries;
    }
}
