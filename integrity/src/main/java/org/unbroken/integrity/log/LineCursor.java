package org.unbroken.integrity.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes lines off the front of bytes, each ended by a newline, and then what is left, untouched. */
final class LineCursor {
    private final byte[] bytes;
    private int position;

    LineCursor(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Throws {@link IllegalArgumentException} at the end, or for a line that is not ASCII. */
    String next() {
        for (int end = position; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                String line = new String(bytes, position, end - position, StandardCharsets.US_ASCII);
                position = end + 1;
                return line;
            }
            if (bytes[end] < 0) {
                throw new IllegalArgumentException("byte " + end + " is not ASCII");
            }
        }
        throw new IllegalArgumentException("the text ends within its lines");
    }

    byte[] rest() {
        return Arrays.copyOfRange(bytes, position, bytes.length);
    }
}
