package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/**
 * The header of a slice as far as it places its picture among the others (H.264 section 7.3.3).
 *
 * @param reference whether later pictures may refer to this one ({@code nal_ref_idc})
 * @param orderLow {@code pic_order_cnt_lsb}; 0 where the order is not of type 0
 * @param forgets whether this picture ends all references to earlier ones and restarts the numbering
 *     (memory_management_control_operation 5)
 */
public record H264Slice(
        int ppsId,
        boolean idr,
        boolean reference,
        int frameNum,
        boolean field,
        boolean bottom,
        int idrPicId,
        int orderLow,
        boolean forgets) {
    private static final int B = 1;
    private static final int I = 2;
    private static final int SI = 4;
    private static final int MOST_OPERATIONS = 66;

    /** The id of the picture parameter set alone, with which the others are to be found. */
    public static int ppsId(ByteBuffer bytes, int from, int end) throws MalformedBitstream {
        BitReader bits = BitReader.ofNal(bytes, from + 1, end);
        bits.ue();
        bits.ue(9);
        return bits.ue(255);
    }

    public static H264Slice parse(ByteBuffer bytes, int from, int end, H264Sps sps, H264Pps pps)
            throws MalformedBitstream {
        int header = bytes.get(from) & 0xff;
        boolean idr = (header & 0x1f) == 5;
        boolean reference = (header & 0x60) != 0;
        BitReader bits = BitReader.ofNal(bytes, from + 1, end);
        bits.ue();
        int type = bits.ue(9) % 5;
        int ppsId = bits.ue(255);
        if (sps.separatePlanes()) {
            bits.skip(2);
        }
        int frameNum = bits.number(sps.frameNumBits());
        boolean field = sps.fields() && bits.flag();
        boolean bottom = field && bits.flag();
        int idrPicId = idr ? bits.ue(65_535) : 0;
        int orderLow = 0;
        if (sps.orderType() == 0) {
            orderLow = bits.number(sps.orderBits());
            if (pps.bottomOrderPresent() && !field) {
                bits.se();
            }
        } else if (sps.orderType() == 1 && !sps.orderDeltaZero()) {
            bits.se();
            if (pps.bottomOrderPresent() && !field) {
                bits.se();
            }
        }
        boolean forgets = reference && !idr && forgets(bits, type, sps, pps);
        return new H264Slice(ppsId, idr, reference, frameNum, field, bottom, idrPicId, orderLow, forgets);
    }

    /** All that lies between the picture's order and its marking of references has to be read through. */
    private static boolean forgets(BitReader bits, int type, H264Sps sps, H264Pps pps) throws MalformedBitstream {
        if (pps.redundantPresent()) {
            bits.ue(127);
        }
        boolean intra = type == I || type == SI;
        if (type == B) {
            bits.skip(1);
        }
        int references0 = pps.references0();
        int references1 = pps.references1();
        if (!intra && bits.flag()) {
            references0 = bits.ue(31) + 1;
            references1 = type == B ? bits.ue(31) + 1 : references1;
        }
        if (!intra) {
            reordering(bits);
            if (type == B) {
                reordering(bits);
            }
            if (type == B ? pps.weightedBoth() == 1 : pps.weighted()) {
                boolean colour = sps.chromaFormat() != 0 && !sps.separatePlanes();
                bits.ue(7);
                if (colour) {
                    bits.ue(7);
                }
                weights(bits, references0, colour);
                if (type == B) {
                    weights(bits, references1, colour);
                }
            }
        }
        return marking(bits);
    }

    private static void reordering(BitReader bits) throws MalformedBitstream {
        if (!bits.flag()) {
            return;
        }
        for (int i = 0; i < MOST_OPERATIONS; i++) {
            if (bits.ue(5) == 3) {
                return;
            }
            bits.ue();
        }
        throw new MalformedBitstream("a list of references that does not end");
    }

    private static void weights(BitReader bits, int references, boolean colour) throws MalformedBitstream {
        for (int i = 0; i < references; i++) {
            if (bits.flag()) {
                bits.se();
                bits.se();
            }
            if (colour && bits.flag()) {
                for (int part = 0; part < 4; part++) {
                    bits.se();
                }
            }
        }
    }

    private static boolean marking(BitReader bits) throws MalformedBitstream {
        if (!bits.flag()) {
            return false;
        }
        for (int i = 0; i < MOST_OPERATIONS; i++) {
            switch (bits.ue(6)) {
                case 0 -> {
                    return false;
                }
                case 3 -> {
                    bits.ue();
                    bits.ue();
                }
                case 5 -> {
                    return true;
                }
                default -> bits.ue();
            }
        }
        throw new MalformedBitstream("a marking of references that does not end");
    }
}
