package org.unbroken.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntFunction;

/** What is uploaded: random bytes from memory, the same for all but for a head that makes each file another. */
final class Payload {
    private static final int HEAD_BYTES = 64;

    private final ByteBuffer bytes;

    Payload(int size) {
        if (size < HEAD_BYTES) {
            throw new IllegalArgumentException("a file of " + size + " bytes: at least " + HEAD_BYTES);
        }
        byte[] random = new byte[size];
        new Random(20_261_121).nextBytes(random);
        bytes = ByteBuffer.allocateDirect(size).put(random).flip();
    }

    int size() {
        return bytes.capacity();
    }

    /** The file's pieces, one for each index from 0, until one is empty. */
    IntFunction<ByteBuffer> file(String name, int pieceBytes) {
        byte[] head = String.format("%-" + HEAD_BYTES + "s", name).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer first = ByteBuffer.allocateDirect(HEAD_BYTES).put(head, 0, HEAD_BYTES);
        return index -> {
            if (index == 0) {
                return first.duplicate().flip();
            }
            long at = HEAD_BYTES + (long) (index - 1) * pieceBytes;
            int length = (int) Math.max(0, Math.min(pieceBytes, size() - at));
            return length == 0 ? ByteBuffer.allocate(0) : bytes.slice((int) at, length);
        };
    }
}
