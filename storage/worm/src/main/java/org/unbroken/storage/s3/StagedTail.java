package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;

/**
 * The shared document {@code staging/ID/tail}: what an upload has beyond its last whole part.
 *
 * <pre>
 * bytes 0-3     h: length of the head, big-endian
 * h bytes       head: canonical JSON {"format": "unbroken/tail/1", "from", "holder", "revision"}
 * the rest      the upload's bytes from offset "from" on
 * </pre>
 *
 * Whoever opens the upload writes it anew, under its own name: that fences whoever had it before, whose next
 * compare-and-set fails. Holder and revision make each version unlike any before.
 */
record StagedTail(long from, String holder, long revision, Bytes bytes) {
    private static final String FORMAT = "unbroken/tail/1";

    /** Bytes of a document that nobody changes. */
    record Bytes(ByteBuffer all) {
        int length() {
            return all.remaining();
        }

        ByteBuffer view() {
            return all.asReadOnlyBuffer();
        }
    }

    static String documentName(RecordingId recording) {
        return StagedUpload.documentName(recording) + "/tail";
    }

    StagedTail {
        if (from < 0) {
            throw new IllegalArgumentException("a tail from " + from);
        }
    }

    long end() {
        return from + bytes.length();
    }

    byte[] encoded() {
        byte[] head = JsonObject.builder()
                .put("format", FORMAT)
                .put("from", from)
                .put("holder", holder)
                .put("revision", revision)
                .build()
                .canonical();
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + head.length + bytes.length());
        out.putInt(head.length).put(head).put(bytes.view());
        return out.array();
    }

    static StagedTail decode(byte[] document) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(document);
        int headBytes = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (headBytes < 0 || headBytes > in.remaining()) {
            throw new IOException("a tail of " + document.length + " bytes");
        }
        try {
            JsonObject head = JsonObject.parse(Arrays.copyOfRange(document, Integer.BYTES, Integer.BYTES + headBytes));
            if (!head.string("format").equals(FORMAT)) {
                throw new IOException("a tail of format " + head.string("format"));
            }
            in.position(in.position() + headBytes);
            return new StagedTail(
                    head.integer("from"), head.string("holder"), head.integer("revision"), new Bytes(in.slice()));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a tail: " + e.getMessage(), e);
        }
    }
}
