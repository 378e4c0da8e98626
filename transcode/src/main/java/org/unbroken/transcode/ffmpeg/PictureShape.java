package org.unbroken.transcode.ffmpeg;

import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** How a stream's pictures are to be shown: turned, and with pixels made square. */
public record PictureShape(double width, double height, Orientation orientation) {
    public static PictureShape of(AVStream stream, Frame frame, Orientation orientation) {
        AVRational aspect = frame.raw().sample_aspect_ratio();
        if (aspect.num() <= 0 || aspect.den() <= 0) {
            aspect = stream.codecpar().sample_aspect_ratio();
        }
        double square = aspect.num() > 0 && aspect.den() > 0 ? (double) aspect.num() / aspect.den() : 1;
        // A hostile aspect would make a picture of one pixel's height.
        square = Math.max(0.25, Math.min(4, square));
        double width = frame.width() * square;
        double height = frame.height();
        return orientation.sideways()
                ? new PictureShape(height, width, orientation)
                : new PictureShape(width, height, orientation);
    }

    /** The largest even size within the box that keeps the aspect; never larger than the picture itself. */
    public int[] within(int boxWidth, int boxHeight) {
        double scale = Math.min(1, Math.min(boxWidth / width, boxHeight / height));
        return new int[] {even(width * scale), even(height * scale)};
    }

    private static int even(double size) {
        return Math.max(16, (int) Math.round(size / 2) * 2);
    }

    /** The filters that turn and scale to this size. */
    public String chain(int[] size, String scaler) {
        // Scaling first makes the turning cheap.
        String scale = orientation.sideways() ? size[1] + ":" + size[0] : size[0] + ":" + size[1];
        return "scale=" + scale + ":flags=" + scaler + "," + orientation.filters();
    }
}
