package org.unbroken.transcode.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What an HEVC sequence parameter set says about the order of pictures (H.265 section 7.3.2.2).
 *
 * @param orderBits length of {@code slice_pic_order_cnt_lsb}
 * @param longTerm whether pictures may be kept in ways that this reader does not follow
 */
public record HevcSps(
        int id,
        boolean separatePlanes,
        int orderBits,
        List<ReferenceSet> referenceSets,
        boolean longTerm,
        PictureSize size) {
    public HevcSps {
        referenceSets = List.copyOf(referenceSets);
    }

    /** The unit lies from there, its two header bytes included, to there. */
    public static HevcSps parse(ByteBuffer bytes, int from, int end) throws MalformedBitstream {
        BitReader bits = BitReader.ofNal(bytes, from + 2, end);
        bits.skip(4);
        int layers = bits.number(3);
        bits.skip(1);
        profile(bits, layers);
        int id = bits.ue(15);
        int chroma = bits.ue(3);
        boolean separate = chroma == 3 && bits.flag();
        PictureSize size = size(bits, chroma);
        bits.ue(8);
        bits.ue(8);
        int orderBits = bits.ue(12) + 4;
        for (int i = bits.flag() ? 0 : layers; i <= layers; i++) {
            bits.ue();
            bits.ue();
            bits.ue();
        }
        for (int i = 0; i < 6; i++) {
            bits.ue();
        }
        boolean scaled = bits.flag();
        boolean listed = scaled && bits.flag();
        if (listed) {
            scalingLists(bits);
        }
        bits.skip(2);
        if (bits.flag()) {
            bits.skip(8);
            bits.ue();
            bits.ue();
            bits.skip(1);
        }
        int count = bits.ue(64);
        List<ReferenceSet> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sets.add(ReferenceSet.parse(bits, sets, false));
        }
        return new HevcSps(id, separate, orderBits, sets, bits.flag(), size);
    }

    private static PictureSize size(BitReader bits, int chroma) throws MalformedBitstream {
        long width = bits.ue();
        long height = bits.ue();
        if (!bits.flag()) {
            return PictureSize.cropped(width, height, 0, 0);
        }
        long across = (bits.ue() + bits.ue()) * (chroma == 1 || chroma == 2 ? 2 : 1);
        long down = (bits.ue() + bits.ue()) * (chroma == 1 ? 2 : 1);
        return PictureSize.cropped(width, height, across, down);
    }

    /** profile_tier_level, section 7.3.3. */
    private static void profile(BitReader bits, int layers) throws MalformedBitstream {
        bits.skip(88 + 8);
        boolean[] profiles = new boolean[layers];
        boolean[] levels = new boolean[layers];
        for (int i = 0; i < layers; i++) {
            profiles[i] = bits.flag();
            levels[i] = bits.flag();
        }
        if (layers > 0) {
            bits.skip(2 * (8 - layers));
        }
        for (int i = 0; i < layers; i++) {
            bits.skip((profiles[i] ? 88 : 0) + (levels[i] ? 8 : 0));
        }
    }

    /** scaling_list_data, section 7.3.4. */
    private static void scalingLists(BitReader bits) throws MalformedBitstream {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (!bits.flag()) {
                    bits.ue();
                    continue;
                }
                if (size > 1) {
                    bits.se();
                }
                int coefficients = Math.min(64, 1 << (4 + (size << 1)));
                for (int i = 0; i < coefficients; i++) {
                    bits.se();
                }
            }
        }
    }
}
