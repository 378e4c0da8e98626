package org.unbroken.transcode.worker;

import java.awt.image.BufferedImage;

/** Sound as a picture: a band around the middle line, as high as the sound is loud. */
final class Waveform {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 360;
    private static final int CELL_WIDTH = 240;
    private static final int CELL_HEIGHT = 136;
    private static final int CELLS = 24;
    private static final long SHORTEST_CELL_MICROS = 1_000_000;
    private static final int GROUND = 0x101418;
    private static final int LINE = 0x4a5560;
    private static final int BAND = 0x6fc3a5;

    private Waveform() {}

    static BufferedImage whole(Loudness loudness) {
        return picture(loudness, 0, loudness.lengthMicros(), WIDTH, HEIGHT);
    }

    /** Equal stretches, none shorter than a second. */
    static Storyboard board(Loudness loudness) {
        long length = loudness.lengthMicros();
        int cells = (int) Math.max(1, Math.min(CELLS, length / SHORTEST_CELL_MICROS));
        Storyboard board = new Storyboard();
        for (int i = 0; i < cells; i++) {
            long from = length * i / cells;
            board.add(from, picture(loudness, from, length * (i + 1) / cells, CELL_WIDTH, CELL_HEIGHT));
        }
        return board;
    }

    private static BufferedImage picture(Loudness loudness, long from, long to, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        int middle = height / 2;
        for (int x = 0; x < width; x++) {
            float peak = loudness.peak(from + (to - from) * x / width, from + (to - from) * (x + 1) / width);
            // The root lets speech be seen beside a slammed door.
            int reach = (int) Math.round(Math.sqrt(peak) * (middle - 2));
            for (int y = 0; y < height; y++) {
                int away = Math.abs(y - middle);
                image.setRGB(x, y, away == 0 ? (reach > 0 ? BAND : LINE) : away <= reach ? BAND : GROUND);
            }
        }
        return image;
    }
}
