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
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * The digests of an object's bytes, by which a copy of it is the right one. From the log where that names them: a document's
 * in its key, a manifest's in the recording's entry, an original's in the manifest, or where it was set aside without one by
 * the chain in its received entry; of the log's own objects what {@link RightLogObjects} can tell. What the log does not name
 * (time-stamps, evidence records, others' signatures, an original that is not what was received) has the first store's
 * bytes as they are now.
 *
 * @param isNamed whether the log tells: else the first store's word is all there is
 * @param chunkBytes all chunks but the last are so long
 */
record KnownDigests(boolean isNamed, long size, int chunkBytes, List<Sha256> chunks) {
    private static final Pattern NAMED =
            Pattern.compile("recordings/[0-9/]+/[0-9a-f-]{36}/(?:details|analyses)/([0-9a-f]{64})\\.json");
    private static final Pattern OF_RECORDING =
            Pattern.compile("recordings/[0-9/]+/([0-9a-f-]{36})/(original|manifest\\.json)");

    KnownDigests {
        chunks = List.copyOf(chunks);
    }

    /**
     * Of an object that the first store has.
     *
     * @throws OtherBytesException when the first store has other bytes than the log tells
     */
    static KnownDigests of(
            ObjectKey key, long size, WormStore first, Ledger ledger, RightLogObjects right, Budget budget)
            throws IOException {
        if (key.value().startsWith("log/")) {
            return ofLog(key, size, first, right, budget);
        }
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
            KnownDigests now = asItIs(key, first, budget);
            Optional<Sha256> received = ledger.custody(id).stream()
                    .flatMap(record -> record.entry().chain().stream())
                    .findFirst();
            return received.equals(Optional.of(ChunkChain.of(id.value(), now.chunks))) ? now.named() : now;
        }
        return asItIs(key, first, budget);
    }

    /**
     * For bytes of another length than the first store has, where the log names them by one digest and no length: they are
     * right if they have that digest, and then it is the first store that has others. Empty where their length is known.
     */
    Optional<KnownDigests> sized(long other) {
        return isNamed && chunks.size() == 1 && other <= Manifest.MAX_BYTES
                ? Optional.of(document(other, chunks.get(0)))
                : Optional.empty();
    }

    private KnownDigests named() {
        return new KnownDigests(true, size, chunkBytes, chunks);
    }

    private static KnownDigests ofLog(ObjectKey key, long size, WormStore first, RightLogObjects right, Budget budget)
            throws IOException {
        budget.take(size);
        byte[] bytes = first.read(key, RightLogObjects.MAX_BYTES);
        RightLogObjects.Verdict verdict = right.look(key, bytes);
        if (verdict.wrong().isPresent()) {
            throw new OtherBytesException("the first store has other bytes under " + key + " than the log: it "
                    + verdict.wrong().get());
        }
        return new KnownDigests(verdict.isNamed(), bytes.length, Math.max(1, bytes.length), List.of(Sha256.of(bytes)));
    }

    private static KnownDigests document(long size, Sha256 digest) {
        return new KnownDigests(true, size, Math.max(1, Math.toIntExact(size)), List.of(digest));
    }

    private static KnownDigests original(RecordingId id, Sha256 digest, WormStore first) throws IOException {
        byte[] bytes = first.read(ObjectKey.manifest(id), Manifest.MAX_BYTES);
        if (!Sha256.of(bytes).equals(digest)) {
            throw new OtherBytesException(ObjectKey.manifest(id) + " is not the manifest that was sealed");
        }
        Manifest manifest = Manifest.parse(bytes);
        return new KnownDigests(true, manifest.size(), manifest.chunkSize(), manifest.chunks());
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
            return new KnownDigests(false, size, chunk.capacity(), chunks);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(key.value(), null, "not in the first store");
        }
    }
}
