package org.unbroken.transcode.codec;

/** Units of an H.264 stream with 4 bits of frame number and 6 of order, as x264 has it. */
public final class H264Units {
    private H264Units() {}

    public static byte[] sps(boolean gapsAllowed, int level) {
        return unit(
                0x67,
                new BitWriter()
                        .bits(77, 8)
                        .bits(0, 8)
                        .bits(level, 8)
                        .ue(0)
                        .ue(0)
                        .ue(0)
                        .ue(2)
                        .ue(4)
                        .flag(gapsAllowed)
                        .ue(19)
                        .ue(14)
                        .flag(true)
                        .bits(0, 3));
    }

    public static byte[] pps(int quantiser) {
        return unit(
                0x68,
                new BitWriter()
                        .ue(0)
                        .ue(0)
                        .bits(0, 2)
                        .ue(0)
                        .ue(0)
                        .ue(0)
                        .bits(0, 3)
                        .se(quantiser)
                        .se(0)
                        .se(0)
                        .bits(0, 3));
    }

    public static byte[] idr(int id) {
        return unit(
                0x65,
                new BitWriter().ue(0).ue(7).ue(0).bits(0, 4).ue(id).bits(0, 6).bits(0, 2));
    }

    /** A picture that refers to one before it. */
    public static byte[] picture(int frameNum, int order, boolean reference) {
        BitWriter bits = start(frameNum, order);
        return unit(reference ? 0x41 : 0x01, reference ? bits.flag(false) : bits);
    }

    /** One that makes the decoder forget all before it (operation 5). */
    public static byte[] forgetting(int frameNum, int order) {
        return unit(0x41, start(frameNum, order).flag(true).ue(5).ue(0));
    }

    private static BitWriter start(int frameNum, int order) {
        return new BitWriter()
                .ue(0)
                .ue(5)
                .ue(0)
                .bits(frameNum & 15, 4)
                .bits(order & 63, 6)
                .flag(false)
                .flag(false);
    }

    /** User data with an identifier in hex. */
    public static byte[] userData(String uuid, String text) {
        byte[] id = java.util.HexFormat.of().parseHex(uuid);
        byte[] said = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        BitWriter bits = new BitWriter().bits(5, 8).bits(id.length + said.length, 8);
        for (byte each : id) {
            bits.bits(each & 0xff, 8);
        }
        for (byte each : said) {
            bits.bits(each & 0xff, 8);
        }
        return unit(6, bits);
    }

    private static byte[] unit(int header, BitWriter bits) {
        byte[] plain = bits.bits(0xabcdef, 24).end();
        byte[] unit = new byte[plain.length + 1];
        unit[0] = (byte) header;
        System.arraycopy(plain, 0, unit, 1, plain.length);
        return BitWriter.escape(unit);
    }
}
