package org.unbroken.integrity;

/** Outside text as messages show it: short, and without control characters that would forge a line or a terminal. */
public final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    public static String text(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? 0xfffd : c)
                .forEach(out::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? out + "…" : out.toString();
    }
}
