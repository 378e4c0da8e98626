package org.unbroken.storage.packs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The documents of one segment's entries, packed.
 *
 * <pre>
 * ┌─────────────────────┬──────────────────┬──────────────────────────────┐
 * │ "unbroken/pack/1\n" │ body's length, 4 │ body, zlib (RFC 1950)        │
 * └─────────────────────┴──────────────────┴──────────────────────────────┘
 * body: one after another
 * ┌──────────────────────────────┬─────────┬───────────┬──────────┐
 * │ entry's index less FIRST, 4  │ kind, 1 │ length, 4 │ document │     numbers big-endian
 * └──────────────────────────────┴─────────┴───────────┴──────────┘     kind: 0 detail, 1 manifest, 2 analysis
 * </pre>
 *
 * It has no digests: each document's is in the entry, which is in the signed log, and is compared with when the document
 * is used. So whoever changes a pack changes nothing but how long a rebuild takes.
 */
public final class Pack {
    static final byte[] MAGIC = "unbroken/pack/1\n".getBytes(StandardCharsets.US_ASCII);
    static final int HEAD_BYTES = Integer.BYTES + 1 + Integer.BYTES;
    /** With room for what zlib adds to bytes that it cannot make fewer. */
    static final int MAX_BODY_BYTES = PackStore.MAX_BYTES - (64 << 10);

    private static final int MOST_ENTRIES = 1 << 16;

    private final byte[] body;
    /** Per kind and entry, where the document's length stands in the body; 0 for none. */
    private final int[][] places;

    private Pack(byte[] body, int[][] places) {
        this.body = body;
        this.places = places;
    }

    /** Throws {@link IllegalArgumentException} for anything that is no pack. */
    public static Pack decode(byte[] bytes) {
        int head = MAGIC.length + Integer.BYTES;
        if (bytes.length < head || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("does not begin as a pack does");
        }
        int length = ByteBuffer.wrap(bytes).getInt(MAGIC.length);
        if (length < 0 || length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("says that it holds " + length + " bytes");
        }
        byte[] body = inflated(bytes, head, length);
        return new Pack(body, places(body));
    }

    private static byte[] inflated(byte[] bytes, int from, int length) {
        byte[] body = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            int got = 0;
            while (got < length) {
                int more = inflater.inflate(body, got, length - got);
                if (more == 0) {
                    throw new IllegalArgumentException("holds " + got + " bytes, and says " + length);
                }
                got += more;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new IllegalArgumentException("does not end where it says");
            }
            return body;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("cannot be decompressed: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static int[][] places(byte[] body) {
        int[][] places = new int[DocumentKind.COUNT][64];
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.hasRemaining()) {
            if (in.remaining() < HEAD_BYTES) {
                throw new IllegalArgumentException("ends within a document's head");
            }
            int entry = in.getInt();
            int kind = in.get();
            int place = in.position();
            int length = in.getInt();
            if (entry < 0 || entry >= MOST_ENTRIES || kind < 0 || kind >= DocumentKind.COUNT) {
                throw new IllegalArgumentException("has a document of kind " + kind + " for entry " + entry);
            }
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("ends within a document of entry " + entry);
            }
            if (entry >= places[kind].length) {
                places[kind] = Arrays.copyOf(places[kind], Math.max(entry + 1, 2 * places[kind].length));
            }
            places[kind][entry] = place;
            in.position(in.position() + length);
        }
        return places;
    }

    /** The document as it stands here, for the caller to compare with its digest. */
    public Optional<byte[]> find(int entry, DocumentKind kind) {
        int[] of = places[kind.code()];
        if (entry >= of.length || of[entry] == 0) {
            return Optional.empty();
        }
        int from = of[entry] + Integer.BYTES;
        int length = ByteBuffer.wrap(body).getInt(of[entry]);
        return Optional.of(Arrays.copyOfRange(body, from, from + length));
    }

    /** The same without the documents of these entries; empty when it has none of them. */
    public Optional<byte[]> without(IntPredicate entries) {
        PackBuilder kept = new PackBuilder();
        boolean changed = false;
        for (DocumentKind kind : DocumentKind.values()) {
            for (int entry = 0; entry < places[kind.code()].length; entry++) {
                Optional<byte[]> document = find(entry, kind);
                if (document.isPresent() && entries.test(entry)) {
                    changed = true;
                } else if (document.isPresent()) {
                    kept.add(entry, kind, document.get());
                }
            }
        }
        return changed ? Optional.of(kept.encode()) : Optional.empty();
    }
}
