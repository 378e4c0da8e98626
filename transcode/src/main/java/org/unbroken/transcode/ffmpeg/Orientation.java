package org.unbroken.transcode.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;

import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a coded picture is to be shown: turned clockwise by so many degrees, and then mirrored, left for right.
 *
 * @param degrees 0, 90, 180 or 270
 */
public record Orientation(int degrees, boolean mirrored) {
    public static final Orientation AS_CODED = new Orientation(0, false);
    private static final int MATRIX_BYTES = 36;

    /** What a stream's display matrix says. */
    public static Orientation of(AVStream stream) {
        AVPacketSideData all = stream.codecpar().coded_side_data();
        int count = stream.codecpar().nb_coded_side_data();
        if (count == 0 || all == null || all.isNull()) {
            return AS_CODED;
        }
        AVPacketSideData found = av_packet_side_data_get(all, count, AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull() || found.size() < MATRIX_BYTES) {
            return AS_CODED;
        }
        IntPointer matrix = new IntPointer(found.data());
        return ofMatrix(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    /**
     * Of the matrix of ISO/IEC 14496-12 section 8.3.2.
     *
     * <pre>
     * | a b |   x' = a x + c y    to the right
     * | c d |   y' = b x + d y    downwards
     * </pre>
     */
    public static Orientation ofMatrix(long a, long b, long c, long d) {
        if (a == 0 && b == 0 && c == 0 && d == 0) {
            return AS_CODED;
        }
        boolean mirrored = Math.signum((double) a * d - (double) b * c) < 0;
        if (Math.abs(a) >= Math.abs(b)) {
            // Mirrored left for right keeps what is below below.
            boolean upsideDown = mirrored ? d < 0 : a < 0;
            return new Orientation(upsideDown ? 180 : 0, mirrored);
        }
        return new Orientation(b > 0 ? 90 : 270, mirrored);
    }

    /** Of EXIF's number (CIPA DC-008 section 4.6.4, tag 0x0112). */
    public static Orientation ofExif(int number) {
        return switch (number) {
            case 2 -> new Orientation(0, true);
            case 3 -> new Orientation(180, false);
            case 4 -> new Orientation(180, true);
            case 5 -> new Orientation(90, true);
            case 6 -> new Orientation(90, false);
            case 7 -> new Orientation(270, true);
            case 8 -> new Orientation(270, false);
            default -> AS_CODED;
        };
    }

    boolean sideways() {
        return degrees % 180 != 0;
    }

    /** The filters that turn and mirror, each followed by a comma. */
    String filters() {
        String turn =
                switch (degrees) {
                    case 90 -> "transpose=clock,";
                    case 180 -> "hflip,vflip,";
                    case 270 -> "transpose=cclock,";
                    default -> "";
                };
        return turn + (mirrored ? "hflip," : "");
    }
}
