package org.unbroken.transcode.worker;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.unbroken.transcode.ffmpeg.Filter;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.MediaException;
import org.unbroken.transcode.ffmpeg.PictureShape;

/** Small pictures, and writing them as JPEG. */
final class Thumbnail {
    private Thumbnail() {}

    static BufferedImage of(Frame decoded, PictureShape shape, int[] size) throws MediaException {
        try (Filter filter = Filter.forPictures(decoded, 1, 1, shape.chain(size, "bilinear") + "format=bgr24");
                Frame small = new Frame()) {
            filter.send(decoded);
            filter.send(null);
            if (!filter.receive(small)) {
                throw new MediaException("a picture cannot be converted");
            }
            BufferedImage image = new BufferedImage(small.width(), small.height(), BufferedImage.TYPE_3BYTE_BGR);
            small.copyRows(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), small.width() * 3);
            return image;
        }
    }

    /** How much there is to see: the variance of brightness, on a coarse grid. */
    static double detail(BufferedImage image) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int y = 0; y < image.getHeight(); y += 4) {
            for (int x = 0; x < image.getWidth(); x += 4) {
                int green = (image.getRGB(x, y) >> 8) & 0xff;
                sum += green;
                squares += (double) green * green;
                count++;
            }
        }
        return squares / count - sum / count * (sum / count);
    }

    /** Writes hours, minutes and seconds into the lower left corner of a part of a picture. */
    static void stamp(BufferedImage image, int left, int bottom, long atMicros) {
        long seconds = atMicros / 1_000_000;
        String text = String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        int dot = 2;
        int width = (text.length() * (PixelFont.WIDTH + 1) + 1) * dot;
        int height = (PixelFont.HEIGHT + 2) * dot;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = x / dot - 1;
                int row = y / dot - 1;
                boolean inside = column >= 0 && row >= 0 && row < PixelFont.HEIGHT;
                int at = Math.floorDiv(column, PixelFont.WIDTH + 1);
                boolean set = inside
                        && at < text.length()
                        && column % (PixelFont.WIDTH + 1) < PixelFont.WIDTH
                        && PixelFont.dot(text.charAt(at), column % (PixelFont.WIDTH + 1), row);
                int px = left + x;
                int py = bottom - height + y;
                if (px < image.getWidth() && py >= 0 && py < image.getHeight()) {
                    image.setRGB(px, py, set ? 0xffffff : 0x101010);
                }
            }
        }
    }

    static void write(BufferedImage image, Path file) throws IOException {
        ImageIO.setUseCache(false);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(0.8f);
        try (OutputStream out = Files.newOutputStream(file);
                ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
    }
}
