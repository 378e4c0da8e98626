package org.unbroken.transcode.signs;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.unbroken.transcode.codec.BitReader;
import org.unbroken.transcode.codec.MalformedBitstream;
import org.unbroken.transcode.codec.NalSyntax;

/** Of a video coder's configuration what tells one setting from another. */
final class CodecStructure {
    private static final int DIGEST_LETTERS = 32;
    private static final int H264_SPS = 7;
    private static final int HEVC_SPS = 33;

    private CodecStructure() {}

    /** The first half of the SHA-256 over all parameter sets, each after its length (u32). */
    static String digest(List<ByteBuffer> sets) {
        if (sets.isEmpty()) {
            return "";
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        for (ByteBuffer set : sets) {
            digest.update(ByteBuffer.allocate(4).putInt(0, set.limit()));
            digest.update(set.duplicate());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_LETTERS);
    }

    /** H.264: profile, constraints and level as RFC 6381 writes them; HEVC: profile, tier and level; else nothing. */
    static String profile(List<ByteBuffer> sets, NalSyntax nal) {
        for (ByteBuffer set : sets) {
            int type = set.limit() == 0 ? -1 : nal.type(set.get(0) & 0xff);
            try {
                if (nal == NalSyntax.H264 && type == H264_SPS && set.limit() >= 4) {
                    BitReader bits = BitReader.ofNal(set, 1, set.limit());
                    return "h264 " + HexFormat.of().toHexDigits(bits.bits(24), 6);
                }
                if (nal == NalSyntax.HEVC && type == HEVC_SPS) {
                    return hevc(BitReader.ofNal(set, 2, set.limit()));
                }
            } catch (MalformedBitstream e) {
                // A set that is cut short tells no profile.
            }
        }
        return "";
    }

    /** H.265 sections 7.3.2.2 and 7.3.3: id:4 layers:3 nesting:1 | space:2 tier:1 profile:5 | 80 | level:8. */
    private static String hevc(BitReader bits) throws MalformedBitstream {
        bits.skip(8 + 2);
        int tier = bits.bit();
        int profile = bits.number(5);
        bits.skip(80);
        return "hevc profile " + profile + " tier " + tier + " level " + bits.number(8);
    }
}
