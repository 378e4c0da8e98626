package org.unbroken.transcode.codec;

/** Units of an HEVC stream with 8 bits of order whose pictures each refer to the one before. */
public final class HevcUnits {
    private static final int TRAILING = 1;
    private static final int RASL = 9;
    private static final int IDR = 19;
    private static final int CRA = 21;
    private static final int SPS = 33;
    private static final int PPS = 34;

    private HevcUnits() {}

    public static byte[] sps() {
        BitWriter bits = new BitWriter().bits(0, 4).bits(0, 3).bits(1, 1);
        bits.bits(1, 8).bits(0, 32).bits(0, 32).bits(0, 16).bits(93, 8);
        bits.ue(0).ue(1).ue(320).ue(240).flag(false).ue(0).ue(0).ue(4);
        bits.flag(true).ue(4).ue(2).ue(0);
        for (int i = 0; i < 6; i++) {
            bits.ue(1);
        }
        bits.flag(false).bits(0, 2).flag(false);
        // Two sets: the picture before; the two before, told by its difference from the first (moved by -1).
        bits.ue(2).ue(1).ue(0).ue(0).flag(true);
        bits.flag(true).flag(true).ue(0).flag(true).flag(true);
        return unit(SPS, bits.flag(false).bits(0, 3));
    }

    public static byte[] pps() {
        return unit(
                PPS,
                new BitWriter().ue(0).ue(0).flag(false).flag(false).bits(0, 3).bits(0, 5));
    }

    public static byte[] idr() {
        return unit(IDR, new BitWriter().flag(true).flag(false).ue(0).ue(2));
    }

    /** An entry at which the order goes on (CRA), and which refers to nothing. */
    public static byte[] entry(int order) {
        BitWriter bits = new BitWriter().flag(true).flag(false).ue(0).ue(2).bits(order & 255, 8);
        return unit(CRA, bits.flag(false).flag(false).ue(0).ue(0));
    }

    /** One that refers to the picture before it, or to the two before. */
    public static byte[] picture(int order, int references) {
        return unit(
                TRAILING,
                new BitWriter()
                        .flag(true)
                        .ue(0)
                        .ue(1)
                        .bits(order & 255, 8)
                        .flag(true)
                        .bits(references - 1, 1));
    }

    /** One shown before the entry that precedes it in the stream, and that refers to a picture this far before. */
    public static byte[] leading(int order, int distance) {
        BitWriter bits =
                new BitWriter().flag(true).ue(0).ue(1).bits(order & 255, 8).flag(false);
        return unit(RASL, bits.flag(false).ue(1).ue(0).ue(distance - 1).flag(true));
    }

    private static byte[] unit(int type, BitWriter bits) {
        byte[] plain = bits.bits(0xabcdef, 24).end();
        byte[] unit = new byte[plain.length + 2];
        unit[0] = (byte) (type << 1);
        unit[1] = 1;
        System.arraycopy(plain, 0, unit, 2, plain.length);
        return BitWriter.escape(unit);
    }
}
