package org.unbroken.transcode.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.unbroken.transcode.Inspection;

/** Tells the kind of file from its first bytes, without any decoder: also where decoding failed. */
public final class Signature {
    public static final int BYTES = 4096;
    private static final int TS_PACKET = 188;
    private static final int M2TS_PACKET = 192;

    private Signature() {}

    /** A media type; {@code application/octet-stream} where these bytes tell nothing. */
    public static String type(ByteBuffer head) {
        byte[] bytes = new byte[head.remaining()];
        head.duplicate().get(bytes);
        if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (starts(bytes, 4, "ftyp")) {
            return ofBrand(text(bytes, 8, 4));
        }
        for (String box : new String[] {"moov", "mdat", "wide", "free", "skip", "pnot"}) {
            if (starts(bytes, 4, box)) {
                return "video/quicktime";
            }
        }
        if (starts(bytes, 4, "styp") || starts(bytes, 4, "moof") || starts(bytes, 4, "sidx")) {
            return "video/mp4";
        }
        if (starts(bytes, 0, "\u001aE\u00df\u00a3")) {
            String head64 = text(bytes, 0, Math.min(64, bytes.length));
            return head64.contains("webm") ? "video/webm" : "video/x-matroska";
        }
        if (starts(bytes, 0, "RIFF")) {
            return switch (text(bytes, 8, 4)) {
                case "AVI " -> "video/x-msvideo";
                case "WAVE" -> "audio/wav";
                default -> Inspection.UNKNOWN_TYPE;
            };
        }
        return ofOthers(bytes);
    }

    private static String ofOthers(byte[] bytes) {
        if (packets(bytes, 0, TS_PACKET) || packets(bytes, 4, M2TS_PACKET)) {
            return "video/mp2t";
        }
        if (starts(bytes, 0, "\u0000\u0000\u0001\u00ba")) {
            return "video/mpeg";
        }
        if (starts(bytes, 0, "#!AMR-WB")) {
            return "audio/amr-wb";
        }
        if (starts(bytes, 0, "#!AMR")) {
            return "audio/amr";
        }
        if (starts(bytes, 0, "OggS")) {
            return "application/ogg";
        }
        if (starts(bytes, 0, "fLaC")) {
            return "audio/flac";
        }
        if (starts(bytes, 0, "ID3")) {
            return "audio/mpeg";
        }
        if (starts(bytes, 0, "FLV")) {
            return "video/x-flv";
        }
        if (starts(bytes, 0, "0&\u00b2u\u008ef\u00cf\u0011")) {
            return "video/x-ms-asf";
        }
        return Inspection.UNKNOWN_TYPE;
    }

    /** ISO/IEC 14496-12 section 4.3: the major brand. */
    private static String ofBrand(String brand) {
        String lower = brand.toLowerCase(Locale.ROOT);
        if (lower.startsWith("qt")) {
            return "video/quicktime";
        }
        if (lower.startsWith("3gp")) {
            return "video/3gpp";
        }
        if (lower.startsWith("3g2")) {
            return "video/3gpp2";
        }
        if (lower.startsWith("m4a")) {
            return "audio/mp4";
        }
        return switch (lower) {
            case "heic", "heix" -> "image/heic";
            case "mif1", "msf1" -> "image/heif";
            case "avif" -> "image/avif";
            default -> "video/mp4";
        };
    }

    /** Several sync bytes at the right distance; one alone is any letter G. */
    private static boolean packets(byte[] bytes, int offset, int length) {
        int seen = 0;
        for (int at = offset; at < bytes.length && seen < 8; at += length) {
            if (bytes[at] != 0x47) {
                return false;
            }
            seen++;
        }
        return seen >= 3;
    }

    private static boolean starts(byte[] bytes, int at, String latin1) {
        return text(bytes, at, latin1.length()).equals(latin1);
    }

    private static String text(byte[] bytes, int at, int length) {
        if (at + length > bytes.length) {
            return "";
        }
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }
}
