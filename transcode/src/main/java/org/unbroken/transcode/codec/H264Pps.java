package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/** What a picture parameter set says about the layout of slice headers (H.264 section 7.3.2.2). */
public record H264Pps(
        int id,
        int spsId,
        boolean bottomOrderPresent,
        int references0,
        int references1,
        boolean weighted,
        int weightedBoth,
        boolean redundantPresent) {

    public static H264Pps parse(ByteBuffer bytes, int from, int end) throws MalformedBitstream {
        BitReader bits = BitReader.ofNal(bytes, from + 1, end);
        int id = bits.ue(255);
        int spsId = bits.ue(31);
        bits.skip(1);
        boolean bottomOrder = bits.flag();
        int groups = bits.ue(7);
        if (groups > 0) {
            sliceGroups(bits, groups);
        }
        int references0 = bits.ue(31) + 1;
        int references1 = bits.ue(31) + 1;
        boolean weighted = bits.flag();
        int weightedBoth = bits.number(2);
        bits.se();
        bits.se();
        bits.se();
        bits.skip(2);
        return new H264Pps(id, spsId, bottomOrder, references0, references1, weighted, weightedBoth, bits.flag());
    }

    /** Slices in any order, of the baseline profile. */
    private static void sliceGroups(BitReader bits, int groups) throws MalformedBitstream {
        switch (bits.ue(6)) {
            case 0 -> {
                for (int i = 0; i <= groups; i++) {
                    bits.ue();
                }
            }
            case 2 -> {
                for (int i = 0; i < groups; i++) {
                    bits.ue();
                    bits.ue();
                }
            }
            case 3, 4, 5 -> {
                bits.skip(1);
                bits.ue();
            }
            case 6 -> {
                int each = 32 - Integer.numberOfLeadingZeros(groups);
                int units = bits.ue(1 << 20) + 1;
                bits.skip(units * each);
            }
            default -> {
                // Type 1 has no parameters.
            }
        }
    }
}
