package org.unbroken.integrity.evidence;

/** Text that others gave, as pages show it: nothing in it can end a line, drive a terminal or turn writing around. */
final class VisibleText {
    private VisibleText() {}

    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(VisibleText::visible).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> 0xfffd;
            default -> c;
        };
    }

    static String html(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (char c : of(text).toCharArray()) {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
