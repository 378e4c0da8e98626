package org.unbroken.transcode.table;

import java.nio.ByteBuffer;

/**
 * The samples of one run within a fragment (ISO/IEC 14496-12 section 8.8.8), one at a time:
 *
 * <pre>
 * trun | version, flags | count u32 | [data offset i32] [flags of the first u32] | ( [duration u32] [size u32] [flags u32] [offset u32 or i32] ) …
 *        flags: 0x1 data offset, 0x4 flags of the first, 0x100 durations, 0x200 sizes, 0x400 flags, 0x800 offsets
 * </pre>
 */
final class FragmentRun implements Sample {
    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_FLAGS = 0x4;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int FLAGS = 0x400;
    private static final int OFFSETS = 0x800;
    /** Not a key sample, or one that depends on others. */
    private static final int NO_ENTRY = 0x10000 | 0x1000000;

    private static final int MOST_BYTES = 1 << 30;
    private static final long MOST_STEP = Integer.MAX_VALUE;
    private static final int MOST_OFFSET = 1 << 28;

    private final ByteBuffer rows;
    private final int kinds;
    private final FragmentTrack track;
    private final long fileBytes;
    private final long count;
    private int firstFlags;
    private long left;
    private long position;
    private long decoded;
    private int size;
    private long duration;
    private long offset;
    private int flags;

    /**
     * Reads the run's head.
     *
     * @param body of the trun box, after its type
     * @param base to which its data offset is added
     */
    FragmentRun(ByteBuffer body, FragmentTrack track, long base, long decoded, long fileBytes) throws IrregularTable {
        if (body.remaining() < 12) {
            throw new IrregularTable("a run of " + body.remaining() + " bytes");
        }
        this.kinds = body.getInt() & 0xffffff;
        this.count = body.getInt() & 0xffffffffL;
        if ((kinds & FIRST_FLAGS) != 0 && (kinds & FLAGS) != 0) {
            // The standard forbids it. FFmpeg takes the first sample's own flags then.
            throw new IrregularTable("a run that tells its first sample's flags twice");
        }
        if ((kinds & DATA_OFFSET) == 0) {
            throw new IrregularTable("a run that does not say where it lies");
        }
        this.position = base + body.getInt();
        this.firstFlags = track.flags();
        if ((kinds & FIRST_FLAGS) != 0) {
            if (body.remaining() < 4) {
                throw new IrregularTable("a run that is cut off");
            }
            this.firstFlags = body.getInt();
        }
        int rowBytes = 4 * Integer.bitCount(kinds & (DURATIONS | SIZES | FLAGS | OFFSETS));
        if (count > fileBytes || count * rowBytes > body.remaining()) {
            throw new IrregularTable("a run of " + count + " samples in " + body.remaining() + " bytes");
        }
        this.rows = body;
        this.track = track;
        this.decoded = decoded;
        this.fileBytes = fileBytes;
        this.left = count;
    }

    long count() {
        return count;
    }

    /** Goes to the next sample; false after the last. */
    boolean next() throws IrregularTable {
        if (left == 0) {
            return false;
        }
        boolean first = left == count;
        left--;
        position += size;
        decoded += duration;
        duration = (kinds & DURATIONS) != 0 ? rows.getInt() & 0xffffffffL : track.duration();
        long bytes = (kinds & SIZES) != 0 ? rows.getInt() & 0xffffffffL : track.size();
        flags = (kinds & FLAGS) != 0 ? rows.getInt() : track.flags();
        if (first && (kinds & FIRST_FLAGS) != 0) {
            flags = firstFlags;
        }
        offset = (kinds & OFFSETS) != 0 ? rows.getInt() : 0;
        if (bytes == 0 || bytes >= MOST_BYTES || duration == 0 || duration > MOST_STEP) {
            throw new IrregularTable("a sample of " + bytes + " bytes, " + duration + " ticks");
        }
        // FFmpeg moves all times of showing by the largest negative offset met so far.
        if (offset < 0 || offset > MOST_OFFSET) {
            throw new IrregularTable("an offset of " + offset + " ticks");
        }
        size = (int) bytes;
        if (position < 0 || position > fileBytes - size) {
            throw new IrregularTable("a sample beyond the end of the file");
        }
        return true;
    }

    /** Where the next run of this track goes on. */
    long endDecoded() {
        return decoded + duration;
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
        return decoded;
    }

    @Override
    public long shown() {
        return decoded + offset;
    }

    @Override
    public long duration() {
        return duration;
    }

    @Override
    public boolean key() {
        return track.sound() || (flags & NO_ENTRY) == 0;
    }
}
