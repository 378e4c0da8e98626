package org.unbroken.transcode.table;

import java.nio.ByteBuffer;

/**
 * What holds for a track's samples in one fragment, where they do not say otherwise (ISO/IEC 14496-12 sections 8.8.3 and
 * 8.8.7):
 *
 * <pre>
 * trex | version, flags | track u32 | description u32 | duration u32 | size u32 | flags u32
 * tfhd | version, flags | track u32 | [base u64] [description u32] [duration u32] [size u32] [flags u32]
 *        flags: 0x1 base, 0x2 description, 0x8 duration, 0x10 size, 0x20 flags, 0x20000 base is the moof box
 * </pre>
 *
 * @param base to which places in this fragment are added; negative where the box does not tell
 */
record FragmentTrack(long id, boolean sound, long base, long duration, long size, int flags) {
    private static final int BASE = 0x1;
    private static final int DESCRIPTION = 0x2;
    private static final int DURATION = 0x8;
    private static final int SIZE = 0x10;
    private static final int FLAGS = 0x20;
    private static final int BASE_IS_MOOF = 0x20000;

    /** From a trex box's body. */
    static FragmentTrack standard(ByteBuffer body, boolean sound) throws IrregularTable {
        if (body.remaining() < 24) {
            throw new IrregularTable("defaults of a track in " + body.remaining() + " bytes");
        }
        body.getInt();
        long id = body.getInt() & 0xffffffffL;
        requireFirst(body.getInt());
        return new FragmentTrack(
                id, sound, -1, body.getInt() & 0xffffffffL, body.getInt() & 0xffffffffL, body.getInt());
    }

    /** With what a tfhd box says, of which version, flags and track have been read. */
    FragmentTrack in(int kinds, ByteBuffer body, long moof) throws IrregularTable {
        int needed =
                ((kinds & BASE) != 0 ? 8 : 0) + 4 * Integer.bitCount(kinds & (DESCRIPTION | DURATION | SIZE | FLAGS));
        if (body.remaining() < needed) {
            throw new IrregularTable("a head of a track's fragment that is cut off");
        }
        long place = (kinds & BASE) != 0 ? body.getLong() : (kinds & BASE_IS_MOOF) != 0 ? moof : -1;
        if ((kinds & BASE) != 0 && place < 0) {
            throw new IrregularTable("a fragment at " + place);
        }
        if ((kinds & DESCRIPTION) != 0) {
            requireFirst(body.getInt());
        }
        long own = (kinds & DURATION) != 0 ? body.getInt() & 0xffffffffL : duration;
        long bytes = (kinds & SIZE) != 0 ? body.getInt() & 0xffffffffL : size;
        return new FragmentTrack(id, sound, place, own, bytes, (kinds & FLAGS) != 0 ? body.getInt() : flags);
    }

    private static void requireFirst(int description) throws IrregularTable {
        if (description != 1) {
            throw new IrregularTable("description " + description);
        }
    }
}
