package org.unbroken.transcode.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.container.FileBytes;

/**
 * When samples are decoded and shown (ISO/IEC 14496-12 sections 8.6.1.2 and 8.6.1.3), in the track's ticks:
 *
 * <pre>
 * stts | version, flags | count u32 | ( samples u32, step u32 ) …
 * ctts | version, flags | count u32 | ( samples u32, offset u32 or i32 ) …
 * </pre>
 *
 * Times of decoding are moved back by the largest negative offset, as FFmpeg does, so that none is shown before it is
 * decoded.
 */
final class Times {
    private static final long MOST_STEP = Integer.MAX_VALUE;
    private static final int MOST_OFFSET = 1 << 28;

    private final Rows steps;
    private final @Nullable Rows offsets;
    private final long shift;
    private long stepsLeft;
    private long step;
    private long offsetsLeft;
    private long offset;
    private long sum;

    private Times(Rows steps, @Nullable Rows offsets, long shift) {
        this.steps = steps;
        this.offsets = offsets;
        this.shift = shift;
    }

    static Times open(FileBytes file, TrackBoxes track, boolean sound, long samples)
            throws IOException, IrregularTable {
        Extent box = track.table("stts").orElseThrow(() -> new IrregularTable("no stts"));
        checkSteps(Rows.counted(file, box, 8), sound, samples);
        Rows steps = Rows.counted(file, box, 8);
        @Nullable Extent composition = track.table("ctts").orElse(null);
        if (composition == null) {
            return new Times(steps, null, 0);
        }
        long shift = shift(Rows.counted(file, composition, 8), samples);
        return new Times(steps, Rows.counted(file, composition, 8), shift);
    }

    private static void checkSteps(Rows rows, boolean sound, long samples) throws IOException, IrregularTable {
        long total = 0;
        while (rows.next()) {
            long count = rows.unsigned();
            long step = rows.unsigned();
            if (step > MOST_STEP) {
                throw new IrregularTable("a step of " + step + " ticks");
            }
            if (sound && step == 1 && rows.count() == 1) {
                throw new IrregularTable("sound in samples of one tick, read in pieces of a chunk");
            }
            total += count;
        }
        if (total != samples) {
            throw new IrregularTable("times of " + total + " samples, sizes of " + samples);
        }
    }

    private static long shift(Rows rows, long samples) throws IOException, IrregularTable {
        long total = 0;
        long shift = 0;
        for (long row = 0; rows.next(); row++) {
            long count = rows.unsigned();
            int offset = rows.signed();
            if (offset > MOST_OFFSET || offset < -MOST_OFFSET) {
                throw new IrregularTable("an offset of " + offset + " ticks");
            }
            // FFmpeg leaves the last two rows out, which some writers fill with rubbish.
            if (row + 2 < rows.count()) {
                shift = Math.max(shift, -(long) offset);
            }
            total += count;
        }
        if (total != samples) {
            throw new IrregularTable("offsets of " + total + " samples, sizes of " + samples);
        }
        return shift;
    }

    void next() throws IOException, IrregularTable {
        sum += step;
        while (stepsLeft == 0) {
            if (!steps.next()) {
                throw new IrregularTable("no time for a sample");
            }
            stepsLeft = steps.unsigned();
            step = steps.unsigned();
        }
        stepsLeft--;
        Rows rows = offsets;
        if (rows != null) {
            while (offsetsLeft == 0) {
                if (!rows.next()) {
                    throw new IrregularTable("no offset for a sample");
                }
                offsetsLeft = rows.unsigned();
                offset = rows.signed();
            }
            offsetsLeft--;
        }
    }

    long decoded() {
        return sum - shift;
    }

    long shown() {
        return sum + offset;
    }

    long duration() {
        return step;
    }
}
