package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/**
 * The header of a picture's first slice as far as it places the picture among the others (H.265 section 7.3.6.1).
 *
 * @param type the unit's type (table 7-1)
 * @param orderLow {@code slice_pic_order_cnt_lsb}; 0 at an IDR picture
 */
public record HevcSlice(int type, int layer, int ppsId, int orderLow, ReferenceSet references) {
    private static final int FIRST_IRAP = 16;
    private static final int LAST_IRAP = 23;
    private static final int LAST_BLA = 18;
    private static final int FIRST_RADL = 6;
    private static final int FIRST_RASL = 8;
    private static final int LAST_RASL = 9;
    private static final int LAST_PLAIN = 14;

    /** Whether the slice is the first of its picture. */
    public static boolean first(ByteBuffer bytes, int from, int end) {
        return end - from > 2 && bytes.get(from + 2) < 0;
    }

    public static int ppsId(ByteBuffer bytes, int from, int end) throws MalformedBitstream {
        BitReader bits = BitReader.ofNal(bytes, from + 2, end);
        bits.skip(1);
        if (irap((bytes.get(from) >> 1) & 0x3f)) {
            bits.skip(1);
        }
        return bits.ue(63);
    }

    public static HevcSlice parse(ByteBuffer bytes, int from, int end, HevcSps sps, HevcPps pps)
            throws MalformedBitstream {
        int type = (bytes.get(from) >> 1) & 0x3f;
        int layer = (bytes.get(from + 1) & 7) - 1;
        BitReader bits = BitReader.ofNal(bytes, from + 2, end);
        if (!bits.flag()) {
            throw new MalformedBitstream("not the first slice of its picture");
        }
        if (irap(type)) {
            bits.skip(1);
        }
        int ppsId = bits.ue(63);
        bits.skip(pps.extraBits());
        bits.ue(2);
        if (pps.outputFlagPresent()) {
            bits.skip(1);
        }
        if (sps.separatePlanes()) {
            bits.skip(2);
        }
        if (idr(type)) {
            return new HevcSlice(type, layer, ppsId, 0, ReferenceSet.EMPTY);
        }
        int orderLow = bits.number(sps.orderBits());
        int count = sps.referenceSets().size();
        ReferenceSet references;
        if (!bits.flag()) {
            references = ReferenceSet.parse(bits, sps.referenceSets(), true);
        } else if (count == 0) {
            throw new MalformedBitstream("refers to a reference set where there is none");
        } else {
            int index = count == 1 ? 0 : bits.number(32 - Integer.numberOfLeadingZeros(count - 1));
            if (index >= count) {
                throw new MalformedBitstream("refers to a reference set that there is not");
            }
            references = sps.referenceSets().get(index);
        }
        return new HevcSlice(type, layer, ppsId, orderLow, references);
    }

    private static boolean irap(int type) {
        return type >= FIRST_IRAP && type <= LAST_IRAP;
    }

    private static boolean idr(int type) {
        return type == 19 || type == 20;
    }

    /** A picture at which decoding may begin. */
    public boolean entry() {
        return irap(type);
    }

    /** An entry at which the order begins anew: IDR and BLA. */
    public boolean restart() {
        return entry() && type <= 20;
    }

    /** An entry that stands where something was joined: pictures that lean on what was before it are left out (BLA). */
    public boolean skipsLeading() {
        return type >= FIRST_IRAP && type <= LAST_BLA;
    }

    /** Skipped where decoding begins at the entry before it, since it refers to pictures before that (RASL). */
    public boolean skippedAtEntry() {
        return type == FIRST_RASL || type == LAST_RASL;
    }

    /** Whether the order of later pictures is told from this one's (section 8.3.1, prevTid0Pic). */
    public boolean anchorsOrder() {
        boolean leading = type >= FIRST_RADL && type <= LAST_RASL;
        boolean unreferenced = type <= LAST_PLAIN && type % 2 == 0;
        return layer == 0 && !leading && !unreferenced;
    }
}
