package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a sequence parameter set says about the numbering of pictures (H.264 section 7.3.2.1.1).
 *
 * @param frameNumBits length of {@code frame_num}
 * @param orderType {@code pic_order_cnt_type}
 * @param orderBits length of {@code pic_order_cnt_lsb}, for type 0
 * @param gapsAllowed whether the encoder may leave numbers out
 * @param timing how clock times in side information are written; null where the set does not say
 */
public record H264Sps(
        int id,
        int profile,
        int chromaFormat,
        boolean separatePlanes,
        int frameNumBits,
        int orderType,
        int orderBits,
        boolean orderDeltaZero,
        boolean gapsAllowed,
        boolean framesOnly,
        PictureSize size,
        @Nullable H264Timing timing) {

    /** The unit lies from there, its header byte included, to there. */
    public static H264Sps parse(ByteBuffer bytes, int from, int end) throws MalformedBitstream {
        BitReader bits = BitReader.ofNal(bytes, from + 1, end);
        int profile = bits.number(8);
        bits.skip(16);
        int id = bits.ue(31);
        int chromaFormat = 1;
        boolean separate = false;
        if (withChroma(profile)) {
            chromaFormat = bits.ue(3);
            separate = chromaFormat == 3 && bits.flag();
            bits.ue(6);
            bits.ue(6);
            bits.skip(1);
            if (bits.flag()) {
                scalingLists(bits, chromaFormat == 3 ? 12 : 8);
            }
        }
        int frameNumBits = bits.ue(12) + 4;
        int orderType = bits.ue(2);
        int orderBits = 0;
        boolean deltaZero = false;
        if (orderType == 0) {
            orderBits = bits.ue(12) + 4;
        } else if (orderType == 1) {
            deltaZero = bits.flag();
            bits.se();
            bits.se();
            int cycle = bits.ue(255);
            for (int i = 0; i < cycle; i++) {
                bits.se();
            }
        }
        bits.ue(16);
        boolean gapsAllowed = bits.flag();
        long across = bits.ue() + 1;
        long down = bits.ue() + 1;
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.skip(1);
        }
        bits.skip(1);
        PictureSize size =
                size(bits, across * 16, down * (framesOnly ? 16 : 32), separate ? 0 : chromaFormat, framesOnly);
        @Nullable H264Timing timing = timing(bits);
        return new H264Sps(
                id,
                profile,
                chromaFormat,
                separate,
                frameNumBits,
                orderType,
                orderBits,
                deltaZero,
                gapsAllowed,
                framesOnly,
                size,
                timing);
    }

    /** What is cropped is told in units of the colour planes' samples (section 7.4.2.1.1). */
    private static PictureSize size(BitReader bits, long width, long height, int chroma, boolean framesOnly)
            throws MalformedBitstream {
        if (!bits.flag()) {
            return PictureSize.cropped(width, height, 0, 0);
        }
        long left = bits.ue();
        long right = bits.ue() * (chroma == 1 || chroma == 2 ? 2 : 1);
        long top = bits.ue();
        long bottom = bits.ue() * (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
        // Hardly any encoder cuts there, and players then disagree about what a container adds.
        return left > 0 || top > 0 ? PictureSize.NONE : PictureSize.cropped(width, height, right, bottom);
    }

    private static boolean withChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void scalingLists(BitReader bits, int lists) throws MalformedBitstream {
        for (int list = 0; list < lists; list++) {
            if (!bits.flag()) {
                continue;
            }
            int size = list < 6 ? 16 : 64;
            long last = 8;
            long next = 8;
            for (int i = 0; i < size; i++) {
                if (next != 0) {
                    next = Math.floorMod(last + bits.se(), 256L);
                }
                last = next == 0 ? last : next;
            }
        }
    }

    /** Encoders cut usability information short, or write nonsense into it: the rest of the set stands without it. */
    private static @Nullable H264Timing timing(BitReader bits) {
        try {
            return bits.flag() ? H264Timing.parse(bits) : null;
        } catch (MalformedBitstream e) {
            return null;
        }
    }

    /** Whether pictures may consist of two fields. */
    public boolean fields() {
        return !framesOnly;
    }
}
