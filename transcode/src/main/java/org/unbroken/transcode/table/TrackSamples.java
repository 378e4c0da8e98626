package org.unbroken.transcode.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.container.FileBytes;

/** The samples of one track in their order, from its tables alone. Holds one at a time. */
public final class TrackSamples implements Sample {
    private static final String SOUND = "soun";
    private static final String PICTURES = "vide";

    private final Sizes sizes;
    private final Times times;
    private final Chunks chunks;
    private final KeySamples keys;
    private final long fileBytes;
    private long left;
    private int size;
    private long position;
    private boolean key;

    private TrackSamples(Sizes sizes, Times times, Chunks chunks, KeySamples keys, long fileBytes) {
        this.sizes = sizes;
        this.times = times;
        this.chunks = chunks;
        this.keys = keys;
        this.fileBytes = fileBytes;
        this.left = sizes.count();
    }

    /** Opens the tables of a track; null where it has no samples. */
    public static @Nullable TrackSamples open(FileBytes file, TrackBoxes track) throws IOException, IrregularTable {
        if (track.repeated() || track.timeScale() <= 0 || track.timeScale() > Integer.MAX_VALUE) {
            throw new IrregularTable("track " + track.id() + " has tables twice, or no unit of time");
        }
        Extent descriptions = track.table("stsd").orElseThrow(() -> new IrregularTable("no stsd"));
        if (descriptions.length() < 8 || file.at(descriptions.from() + 4, 4).getInt() != 1) {
            throw new IrregularTable("not one description of samples");
        }
        Sizes sizes = Sizes.open(file, track);
        if (sizes.count() == 0) {
            // As in fragmented files, whose samples lie in their fragments.
            return null;
        }
        if (track.table("stps").isPresent()
                || track.table(TrackBoxes.RECOVERY_GROUPS).isPresent()) {
            throw new IrregularTable("key samples of further kinds");
        }
        if (track.handler().equals(PICTURES) && track.table("stss").isEmpty()) {
            // FFmpeg looks into the pictures themselves then.
            throw new IrregularTable("no table of key samples");
        }
        // Not even counting could go on longer than the file: each sample has at least a byte of its own.
        if (sizes.count() > file.size()) {
            throw new IrregularTable(sizes.count() + " samples in " + file.size() + " bytes");
        }
        return new TrackSamples(
                sizes,
                Times.open(file, track, track.handler().equals(SOUND), sizes.count()),
                Chunks.open(file, track),
                KeySamples.open(file, track),
                file.size());
    }

    public long count() {
        return sizes.count();
    }

    /** Goes to the next sample; false after the last. */
    public boolean next() throws IOException, IrregularTable {
        if (left == 0) {
            if (!chunks.ended()) {
                throw new IrregularTable("chunks for more samples than there are sizes of");
            }
            if (!keys.ended()) {
                throw new IrregularTable("key samples beyond the last sample");
            }
            return false;
        }
        left--;
        size = sizes.next();
        times.next();
        position = chunks.next(size);
        key = keys.next();
        if (position < 0 || position > fileBytes - size) {
            throw new IrregularTable("a sample beyond the end of the file");
        }
        return true;
    }

    @Override
    public int sizeBytes() {
        return size;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long decoded() {
        return times.decoded();
    }

    @Override
    public long shown() {
        return times.shown();
    }

    @Override
    public long duration() {
        return times.duration();
    }

    @Override
    public boolean key() {
        return key;
    }
}
