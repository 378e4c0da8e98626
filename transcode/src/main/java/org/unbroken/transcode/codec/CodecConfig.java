package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A track's configuration record: how units lie in its packets, and the parameter sets that are not in band
 * (ISO/IEC 14496-15 sections 5.3.3.1 and 8.3.3.1).
 *
 * <pre>
 * avcC  | 1 | profile | compatibility | level | 111111 length-1:2 | 111 sets:5 | (length u16, SPS)… | sets u8 | (length u16, PPS)… |
 * hvcC  | 1 | 20 bytes of profile and the like | … length-1:2 | arrays u8 | (type u8, count u16, (length u16, unit)…)… |
 * </pre>
 *
 * @param lengthBytes 0 where packets are in the form of Annex B
 * @param sets parameter sets, header bytes included
 */
public record CodecConfig(int lengthBytes, List<ByteBuffer> sets) {
    private static final int MOST_SETS = 128;

    public CodecConfig {
        sets = List.copyOf(sets);
    }

    /** Whatever can be read of it: a record that ends too early gives the sets that it has. */
    public static CodecConfig parse(ByteBuffer record, NalSyntax syntax) {
        ByteBuffer bytes = record.slice();
        boolean startCode = bytes.remaining() >= 4
                && bytes.get(0) == 0
                && bytes.get(1) == 0
                && (bytes.get(2) == 1 || (bytes.get(2) == 0 && bytes.get(3) == 1));
        List<ByteBuffer> sets = new ArrayList<>();
        int fixed = syntax == NalSyntax.H264 ? 6 : 23;
        if (startCode || bytes.remaining() <= fixed) {
            NalUnits.visit(bytes, 0, syntax, (all, from, end) -> {
                sets.add(copy(all, from, end - from));
                return sets.size() < MOST_SETS;
            });
            return new CodecConfig(0, sets);
        }
        if (syntax == NalSyntax.H264) {
            bytes.position(5);
            units(bytes, bytes.get() & 0x1f, sets);
            if (bytes.hasRemaining()) {
                units(bytes, bytes.get() & 0xff, sets);
            }
            return new CodecConfig((bytes.get(4) & 3) + 1, sets);
        }
        int arrays = bytes.get(22) & 0xff;
        bytes.position(fixed);
        for (int i = 0; i < arrays && bytes.remaining() >= 3; i++) {
            bytes.get();
            units(bytes, bytes.getShort() & 0xffff, sets);
        }
        return new CodecConfig((bytes.get(21) & 3) + 1, sets);
    }

    private static void units(ByteBuffer bytes, int count, List<ByteBuffer> sets) {
        for (int i = 0; i < count && bytes.remaining() >= 2 && sets.size() < MOST_SETS; i++) {
            int length = bytes.getShort() & 0xffff;
            if (length > bytes.remaining()) {
                bytes.position(bytes.limit());
                return;
            }
            if (length > 0) {
                sets.add(copy(bytes, bytes.position(), length));
            }
            bytes.position(bytes.position() + length);
        }
    }

    static ByteBuffer copy(ByteBuffer bytes, int from, int length) {
        byte[] own = new byte[length];
        bytes.get(from, own);
        return ByteBuffer.wrap(own).asReadOnlyBuffer();
    }
}
