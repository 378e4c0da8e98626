package org.unbroken.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pieces of keys whose order as unsigned bytes is the order of what they stand for. */
public final class Keys {
    private Keys() {}

    /** Eight bytes, big-endian. Negative numbers would sort last and are refused. */
    public static byte[] ofLong(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative in a key: " + value);
        }
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    public static byte[] ofText(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Text ended by a zero byte, so that "a" and "ab" are no prefixes of each other. */
    public static byte[] ofTerminated(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a zero character in a key");
        }
        byte[] utf8 = ofText(text);
        return Arrays.copyOf(utf8, utf8.length + 1);
    }

    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            out.put(part);
        }
        return out.array();
    }

    /** The first key after all that begin with the prefix; empty, which means no bound, when there is none. */
    public static byte[] afterPrefix(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            return new byte[0];
        }
        byte[] after = Arrays.copyOf(prefix, last + 1);
        after[last]++;
        return after;
    }
}
