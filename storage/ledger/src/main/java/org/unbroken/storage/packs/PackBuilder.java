package org.unbroken.storage.packs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Puts a pack together. What does not fit is left out: a rebuild then reads the object itself. */
public final class PackBuilder {
    /** Larger ones (manifests of long films) are few, and each is an object that is read alone just as well. */
    static final int LARGEST_DOCUMENT = 256 << 10;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Adds a document of the entry that stands at this place in its segment, from 0. */
    public PackBuilder add(int entry, DocumentKind kind, byte[] document) {
        boolean fits = body.size() + Pack.HEAD_BYTES + document.length <= Pack.MAX_BODY_BYTES;
        if (document.length <= LARGEST_DOCUMENT && fits) {
            body.writeBytes(ByteBuffer.allocate(Pack.HEAD_BYTES)
                    .putInt(entry)
                    .put((byte) kind.code())
                    .putInt(document.length)
                    .array());
            body.writeBytes(document);
        }
        return this;
    }

    public byte[] encode() {
        byte[] plain = body.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream(Pack.MAGIC.length + plain.length / 2);
        out.writeBytes(Pack.MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(plain.length).array());
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] buffer = new byte[64 << 10];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
