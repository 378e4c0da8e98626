package org.unbroken.integrity.note;

import org.unbroken.integrity.Shown;

/** Key names after C2SP signed-note: not empty, no Unicode spaces, no '+'. */
final class KeyName {
    private static final int LONGEST = 1024;

    private KeyName() {}

    static void require(String name) {
        boolean fits =
                !name.isEmpty() && name.length() <= LONGEST && name.codePoints().noneMatch(KeyName::isRefused);
        if (!fits) {
            throw new IllegalArgumentException("not a key name (empty, or with a space or '+'): " + Shown.text(name));
        }
    }

    private static boolean isRefused(int c) {
        return c == '+'
                || c < 0x20
                || c == 0x85
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
