package org.unbroken.storage.replica;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.audit.OtherBytesException;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The digests of an object's bytes, by which a copy of it is the right one. From the log where that names them: a document's
 * in its key, a manifest's in the recording's entry, an original's in the manifest. The log's own objects, and an original
 * that was set aside without a manifest, are named by nothing: theirs are taken from the first store as it is now.
 *
 * @param chunkBytes all chunks but the last are so long
 */
record KnownDigests(long size, int chunkBytes, List<Sha256> chunks) {
    private static final Pattern NAMED =
            Pattern.compile("recordings/[0-9/]+/[0-9a-f-]{36}/(?:details|analyses)/([0-9a-f]{64})\\.json");
    private static final Pattern OF_RECORDING =
            Pattern.compile("recordings/[0-9/]+/([0-9a-f-]{36})/(original|manifest\\.json)");

    KnownDigests {
        chunks = List.copyOf(chunks);
    }

    static KnownDigests of(ObjectKey key, long size, WormStore first, Ledger ledger, Budget budget) throws IOException {
        Matcher named = NAMED.matcher(key.value());
        if (named.matches()) {
            return document(size, Sha256.ofHex(named.group(1)));
        }
        Matcher of = OF_RECORDING.matcher(key.value());
        if (of.matches()) {
            RecordingId id = new RecordingId(of.group(1));
            Optional<Sha256> digest = ledger.find(id).flatMap(Recording::manifestSha256);
            if (digest.isPresent()) {
                return of.group(2).equals("original")
                        ? original(id, digest.get(), first)
                        : document(size, digest.get());
            }
        }
        return asItIs(key, first, budget);
    }

    private static KnownDigests document(long size, Sha256 digest) {
        return new KnownDigests(size, Math.max(1, Math.toIntExact(size)), List.of(digest));
    }

    private static KnownDigests original(RecordingId id, Sha256 digest, WormStore first) throws IOException {
        byte[] bytes = first.read(ObjectKey.manifest(id), Manifest.MAX_BYTES);
        if (!Sha256.of(bytes).equals(digest)) {
            throw new OtherBytesException(ObjectKey.manifest(id) + " is not the manifest that was sealed");
        }
        Manifest manifest = Manifest.parse(bytes);
        return new KnownDigests(manifest.size(), manifest.chunkSize(), manifest.chunks());
    }

    private static KnownDigests asItIs(ObjectKey key, WormStore first, Budget budget) throws IOException {
        List<Sha256> chunks = new ArrayList<>();
        try (SeekableByteChannel channel = first.open(key)) {
            long size = channel.size();
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(ChunkChain.CHUNK_BYTES, Math.max(1, size)));
            for (long at = 0; at < size; at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), size - at));
                while (chunk.hasRemaining()) {
                    if (channel.read(chunk) < 0) {
                        throw new IOException(key + " became shorter while it was read");
                    }
                }
                chunk.flip();
                budget.take(chunk.limit());
                byte[] bytes = new byte[chunk.limit()];
                chunk.get(bytes);
                chunks.add(Sha256.of(bytes));
            }
            if (chunks.isEmpty()) {
                chunks.add(Sha256.of(new byte[0]));
            }
            return new KnownDigests(size, chunk.capacity(), chunks);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(key.value(), null, "not in the first store");
        }
    }
}
