package org.unbroken.integrity;

/** Outside text as messages show it: short, and without control characters that would forge a line or a terminal. */
public final class Shown {
    private static final int LONGEST = 80;
    private static final int LONGEST_MESSAGE = 2_000;

    private Shown() {}

    public static String text(String text) {
        return shortened(text, LONGEST);
    }

    /** A whole message into which outside text may have come. */
    public static String message(String text) {
        return shortened(text, LONGEST_MESSAGE);
    }

    private static String shortened(String text, int longest) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(longest).map(Shown::printable).forEach(out::appendCodePoint);
        return text.codePoints().skip(longest).findAny().isPresent() ? out + "…" : out.toString();
    }

    private static int printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> 0xfffd;
            default -> c;
        };
    }
}
