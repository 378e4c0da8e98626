package org.unbroken.storage.keeping;

import java.nio.charset.StandardCharsets;

/** A note's bytes: 20 digits. */
final class NotedIndex {
    static final int MAX_BYTES = 64;

    private NotedIndex() {}

    static byte[] encode(long index) {
        return String.format("%020d", index).getBytes(StandardCharsets.US_ASCII);
    }

    static long decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return text.matches("0[0-9]{19}") ? Long.parseLong(text.substring(1)) : 0;
    }
}
