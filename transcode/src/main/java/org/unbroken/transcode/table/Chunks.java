package org.unbroken.transcode.table;

import java.io.IOException;
import org.unbroken.transcode.container.FileBytes;

/**
 * Where samples lie: one after the other in chunks (ISO/IEC 14496-12 sections 8.7.4 and 8.7.5).
 *
 * <pre>
 * stsc | version, flags | count u32 | ( first chunk u32 from 1, samples a chunk u32, description u32 ) …
 * stco | version, flags | count u32 | ( offset u32 ) …       co64: offset u64
 * </pre>
 */
final class Chunks {
    private final Rows runs;
    private final Rows offsets;
    private final boolean wide;
    private long chunk;
    private long samples;
    private long nextRun;
    private long nextSamples;
    private boolean moreRuns;
    private long left;
    private long position;

    private Chunks(Rows runs, Rows offsets, boolean wide) {
        this.runs = runs;
        this.offsets = offsets;
        this.wide = wide;
    }

    static Chunks open(FileBytes file, TrackBoxes track) throws IOException, IrregularTable {
        boolean wide = track.table("co64").isPresent();
        if (wide && track.table("stco").isPresent()) {
            throw new IrregularTable("both stco and co64");
        }
        Extent places = track.table(wide ? "co64" : "stco").orElseThrow(() -> new IrregularTable("no table of chunks"));
        Extent runs = track.table("stsc").orElseThrow(() -> new IrregularTable("no stsc"));
        Chunks chunks = new Chunks(Rows.counted(file, runs, 12), Rows.counted(file, places, wide ? 8 : 4), wide);
        chunks.run();
        if (chunks.nextRun != 1) {
            throw new IrregularTable("stsc begins with chunk " + chunks.nextRun);
        }
        return chunks;
    }

    private void run() throws IOException, IrregularTable {
        long before = nextRun;
        moreRuns = runs.next();
        if (!moreRuns) {
            return;
        }
        nextRun = runs.unsigned();
        nextSamples = runs.unsigned();
        long description = runs.unsigned();
        if (nextRun <= before || nextSamples == 0 || description != 1) {
            throw new IrregularTable(
                    "stsc row of chunk " + nextRun + ", " + nextSamples + " samples, description " + description);
        }
    }

    /** Goes to the next sample, which is so long. */
    long next(int size) throws IOException, IrregularTable {
        if (left == 0) {
            if (!offsets.next()) {
                throw new IrregularTable("no chunk for a sample");
            }
            chunk++;
            if (moreRuns && chunk == nextRun) {
                samples = nextSamples;
                run();
            }
            left = samples;
            position = wide ? offsets.wide() : offsets.unsigned();
        }
        left--;
        long here = position;
        position += size;
        return here;
    }

    /** Whether, after the last sample, no place is left over. */
    boolean ended() throws IOException {
        return left == 0 && !moreRuns && !offsets.next();
    }
}
