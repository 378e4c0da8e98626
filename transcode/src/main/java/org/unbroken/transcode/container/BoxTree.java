package org.unbroken.transcode.container;

import java.util.HashSet;
import java.util.Set;

/**
 * The types of boxes as they lie in each other, in words: {@code ftyp moov(mvhd trak udta) mdat}. What changes with a
 * recording's length is left out: of neighbours of one type and of outermost boxes the first is told, and {@code co64}
 * is told as {@code stco}.
 */
final class BoxTree {
    private static final int MOST_LETTERS = 1000;

    private final StringBuilder text = new StringBuilder();
    private final Set<String> outermost = new HashSet<>();
    private int depth = -1;
    private String last = "";

    /** The next box, so deep; a deeper one lies in the one before it. */
    void box(String type, int at) {
        String name = name(type);
        if (text.length() > MOST_LETTERS || (at == 0 && !outermost.add(name)) || (at == depth && name.equals(last))) {
            return;
        }
        if (at > depth && depth >= 0) {
            text.append('(');
        } else if (depth >= 0) {
            close(at);
            text.append(' ');
        }
        text.append(name);
        depth = at;
        last = name;
    }

    private void close(int to) {
        for (; depth > to; depth--) {
            text.append(')');
        }
    }

    String text() {
        close(0);
        return text.toString();
    }

    private static String name(String type) {
        if (type.equals("co64")) {
            return "stco";
        }
        String printed = type.replaceAll("[^\\x21-\\x27\\x2a-\\x7e\\xa9 ]", "?").strip();
        return printed.isEmpty() ? "?" : printed;
    }
}
