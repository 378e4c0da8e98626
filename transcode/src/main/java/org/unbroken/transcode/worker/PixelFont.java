package org.unbroken.transcode.worker;

/** Digits of 3 by 5 dots: enough for times, and no font files are needed. */
final class PixelFont {
    static final int WIDTH = 3;
    static final int HEIGHT = 5;
    private static final String SIGNS = "0123456789:.";
    private static final int[] ROWS = {
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111,
        0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_010_010_010,
        0b111_101_111_101_111, 0b111_101_111_001_111, 0b000_010_000_010_000, 0b000_000_000_000_010,
    };

    private PixelFont() {}

    /** Whether the dot of a character in this column and row is set. Unknown characters are blank. */
    static boolean dot(char sign, int column, int row) {
        int index = SIGNS.indexOf(sign);
        return index >= 0 && ((ROWS[index] >> ((HEIGHT - 1 - row) * WIDTH + (WIDTH - 1 - column))) & 1) == 1;
    }
}
