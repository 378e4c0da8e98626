package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;

/** What an HEVC picture parameter set says about the layout of slice headers (H.265 section 7.3.2.3). */
public record HevcPps(int id, int spsId, boolean outputFlagPresent, int extraBits) {

    public static HevcPps parse(ByteBuffer bytes, int from, int end) throws MalformedBitstream {
        BitReader bits = BitReader.ofNal(bytes, from + 2, end);
        int id = bits.ue(63);
        int spsId = bits.ue(15);
        bits.skip(1);
        return new HevcPps(id, spsId, bits.flag(), bits.number(3));
    }
}
