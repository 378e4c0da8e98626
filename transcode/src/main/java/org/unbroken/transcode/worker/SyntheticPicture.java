package org.unbroken.transcode.worker;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.unbroken.transcode.ffmpeg.Frame;
import org.unbroken.transcode.ffmpeg.MediaException;

/** A drifting pattern, a moving block and a clock with a frame counter: every frame differs, every seed looks different. */
final class SyntheticPicture {
    private final int width;
    private final int height;
    private final int slope;
    private final int speed;
    private final int blue;
    private final int red;
    private final byte[] row;

    SyntheticPicture(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.width = width;
        this.height = height;
        this.slope = random.nextInt(1, 5);
        this.speed = random.nextInt(1, 4);
        this.blue = random.nextInt(60, 196);
        this.red = random.nextInt(60, 196);
        this.row = new byte[width];
    }

    void draw(Frame frame, long number, int framesPerSecond) throws MediaException {
        frame.allocatePicture(width, height, AV_PIX_FMT_YUV420P);
        long seconds = number / framesPerSecond;
        String clock = String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%02d",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60,
                number % framesPerSecond);
        int dot = Math.max(1, width / (4 * (clock.length() + 2)));
        int block = Math.max(8, height / 6);
        int blockAt = (int) (number * speed * 2 % Math.max(1, width - block));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = (byte) (40 + ((x + y * slope / 2 + number * speed) & 127));
            }
            if (y >= height / 2 && y < height / 2 + block) {
                Arrays.fill(row, blockAt, Math.min(width, blockAt + block), (byte) 220);
            }
            text(clock, y, dot);
            frame.putRow(0, y, row, width);
        }
        Arrays.fill(row, (byte) (blue + seconds % 20));
        for (int y = 0; y < height / 2; y++) {
            frame.putRow(1, y, row, width / 2);
        }
        Arrays.fill(row, (byte) (red - seconds % 20));
        for (int y = 0; y < height / 2; y++) {
            frame.putRow(2, y, row, width / 2);
        }
    }

    private void text(String clock, int y, int dot) {
        int line = y / dot - 2;
        if (line < -1 || line > PixelFont.HEIGHT) {
            return;
        }
        for (int x = 0; x < width; x++) {
            int column = x / dot - 2;
            int at = Math.floorDiv(column, PixelFont.WIDTH + 1);
            if (column >= -1 && column <= clock.length() * (PixelFont.WIDTH + 1)) {
                boolean set = column >= 0
                        && at < clock.length()
                        && line >= 0
                        && line < PixelFont.HEIGHT
                        && column % (PixelFont.WIDTH + 1) < PixelFont.WIDTH
                        && PixelFont.dot(clock.charAt(at), column % (PixelFont.WIDTH + 1), line);
                row[x] = (byte) (set ? 235 : 16);
            }
        }
    }
}
