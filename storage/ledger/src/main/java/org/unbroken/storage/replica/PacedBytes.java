package org.unbroken.storage.replica;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.unbroken.storage.worm.RightBytes;

/** Bytes that come no faster than the budget has it. */
record PacedBytes(RightBytes bytes, Budget budget) implements RightBytes {
    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public Pieces begin() throws IOException {
        Pieces pieces = bytes.begin();
        return new Pieces() {
            @Override
            public ByteBuffer next() throws IOException {
                ByteBuffer piece = pieces.next();
                budget.take(piece.remaining());
                return piece;
            }

            @Override
            public void close() throws IOException {
                pieces.close();
            }
        };
    }

    /** Reads all of them: whoever gives them compares each piece with its digest. */
    void readAll() throws IOException {
        long at = 0;
        try (Pieces pieces = begin()) {
            for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
                at += piece.remaining();
            }
        }
        if (at != bytes.size()) {
            throw new IOException("there are " + at + " bytes of " + bytes.size());
        }
    }
}
