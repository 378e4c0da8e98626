package org.unbroken.transcode.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Boxes of ISO 14496-12 as tests write them: size in 32 bits, type, body. */
public final class Boxes {
    private Boxes() {}

    public static byte[] box(String type, byte[]... bodies) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] body : bodies) {
            all.writeBytes(body);
        }
        return ByteBuffer.allocate(8 + all.size())
                .putInt(8 + all.size())
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(all.toByteArray())
                .array();
    }

    /** A body of big-endian numbers. */
    public static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }
}
