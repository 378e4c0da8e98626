package org.unbroken.ingest.gateway.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.intake.UploadSession;
import org.unbroken.storage.staging.StagedFile;

/**
 * The bytes of one unfinished upload and their chunk digests, kept in step.
 *
 * <pre>
 * 0            recorded × 8 MiB                     length
 * |-- synced, digests recorded --|-- written, digests in memory --|
 *                                     ^ held: from here on the bytes wait for Upload-Checksum
 * </pre>
 *
 * A digest is recorded only once its chunk's bytes are synced, and never for bytes that may yet be taken back. So a
 * recorded digest is always of bytes that are there, whatever is cut when.
 *
 * <p>After any exception the object is not to be used again: close it and {@link #open} anew, which is also what
 * happens after a crash.
 */
final class StagedBytes implements AutoCloseable {
    /** A boot id that no boot has: bytes written under it are as suspect as after a power cut. */
    private static final String DISTRUSTED = "sync-failed";

    private static final int REREAD_BYTES = 256 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(StagedBytes.class);

    private final RecordingId id;
    private final UploadEnds ends;
    private final StagedFile file;
    private final List<Sha256> digests = new ArrayList<>();
    private ChunkDigester digester = new ChunkDigester(ChunkChain.CHUNK_BYTES, digests::add);
    private int recorded;
    private long length;
    private OptionalLong announced;
    private OptionalLong heldFrom = OptionalLong.empty();

    private StagedBytes(UploadSession session, UploadEnds ends, StagedFile file) {
        this.id = session.id();
        this.ends = ends;
        this.file = file;
        this.announced = session.length();
    }

    /** Opens what is there and brings it to where it can be continued; creates what is not there yet. */
    static StagedBytes open(UploadSession session, UploadEnds ends) throws IOException {
        List<Sha256> known = ends.sessions().chunks(session.id());
        StagedBytes bytes = new StagedBytes(session, ends, openFile(session, known.size(), ends));
        try {
            bytes.recover(session, known);
        } catch (IOException | RuntimeException | Error e) {
            bytes.closeAfter(e);
            throw e;
        }
        return bytes;
    }

    private static StagedFile openFile(UploadSession session, int recorded, UploadEnds ends) throws IOException {
        try {
            return ends.staging().open(session.id(), (long) recorded * ChunkChain.CHUNK_BYTES);
        } catch (NoSuchFileException e) {
            // Created with its first byte: a crash between session and file leaves nothing that needs mending.
            return ends.staging().create(session.id(), session.length());
        }
    }

    private void recover(UploadSession session, List<Sha256> known) throws IOException {
        length = file.length();
        recorded = known.size();
        // A request whose digest was never checked: its bytes do not count.
        long sound = Math.min(length, session.unverifiedFrom().orElse(length));
        if (sound < boundary()) {
            // Not by any crash: the disk lost synced bytes. What is left is hashed anew and the rest sent again.
            LOG.atError()
                    .addKeyValue("recording", id)
                    .addKeyValue("staged_bytes", length)
                    .addKeyValue("recorded_chunks", recorded)
                    .log("staging area lost bytes that were synced");
            recorded = (int) (sound / ChunkChain.CHUNK_BYTES);
            ends.sessions().dropChunks(id, recorded);
        }
        boolean otherBoot =
                !ends.staging().outlivesMachine() && !session.syncedBoot().equals(ends.bootId());
        long keep = otherBoot ? boundary() : sound;
        if (file.readableFrom() > boundary()) {
            // A part that an object store has and whose digest was not recorded: it cannot be read, and is sent again.
            keep = boundary();
        }
        if (keep < length) {
            file.truncate(keep);
            length = keep;
        }
        if (session.unverifiedFrom().isPresent()) {
            // Only after the truncation: a crash between the two truncates once more.
            ends.sessions().markUnverified(id, OptionalLong.empty());
        }
        if (otherBoot) {
            ends.sessions().markBoot(id, ends.bootId());
        }
        digests.addAll(known.subList(0, recorded));
        reread();
        record();
    }

    long length() {
        return length;
    }

    int recordedChunks() {
        return recorded;
    }

    /** The end of the last recorded chunk. */
    private long boundary() {
        return (long) recorded * ChunkChain.CHUNK_BYTES;
    }

    boolean isWhole() {
        return announced.isPresent() && announced.getAsLong() == length;
    }

    void announce(long wholeLength) throws IOException {
        ends.sessions().setLength(id, wholeLength);
        announced = OptionalLong.of(wholeLength);
    }

    OptionalLong announced() {
        return announced;
    }

    /** From here on bytes wait for their checksum: marked before the first of them is written. */
    void hold() throws IOException {
        ends.sessions().markUnverified(id, OptionalLong.of(length));
        heldFrom = OptionalLong.of(length);
    }

    /** The held bytes are what the client meant. The mark goes first: a recorded digest never lies beyond one. */
    void release() throws IOException {
        ends.sessions().markUnverified(id, OptionalLong.empty());
        heldFrom = OptionalLong.empty();
        record();
    }

    void append(ByteBuffer bytes) throws IOException {
        ByteBuffer toDigest = bytes.duplicate();
        int count = bytes.remaining();
        file.write(length, bytes);
        length += count;
        digester.update(toDigest);
        record();
    }

    /** Takes back what came after this length, as far as it is not recorded, and the hold with it. */
    void takeBack(long to) throws IOException {
        long keep = Math.max(to, boundary());
        if (keep < length) {
            file.truncate(keep);
            length = keep;
            reread();
        }
        if (heldFrom.isPresent()) {
            ends.sessions().markUnverified(id, OptionalLong.empty());
            heldFrom = OptionalLong.empty();
        }
    }

    /** What has come so far outlives this process; to be called before its length is told. */
    void settle() throws IOException {
        file.settle();
    }

    /** Syncs, and gives the digests of all chunks. Nothing can be appended afterwards. */
    List<Sha256> finish() throws IOException {
        durably(file::finish);
        digester.finish();
        return List.copyOf(digests);
    }

    /**
     * Syncs and records the chunks that are full, but for one that ends the upload: that one goes into the landing, and
     * until then may be taken back.
     */
    private void record() throws IOException {
        int full = digests.size();
        if (announced.isPresent() && (long) full * ChunkChain.CHUNK_BYTES == announced.getAsLong()) {
            full--;
        }
        if (full <= recorded || heldFrom.isPresent()) {
            return;
        }
        long upTo = (long) full * ChunkChain.CHUNK_BYTES;
        durably(() -> file.sync(upTo));
        while (recorded < full) {
            ends.sessions().putChunk(id, recorded, digests.get(recorded));
            recorded++;
        }
    }

    /** Digests again what lies after the last recorded chunk: at most the open chunk, but for held requests. */
    private void reread() throws IOException {
        digests.subList(recorded, digests.size()).clear();
        digester = new ChunkDigester(ChunkChain.CHUNK_BYTES, digests::add);
        ByteBuffer buffer = ByteBuffer.allocate(REREAD_BYTES);
        for (long at = boundary(); at < length; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(REREAD_BYTES, length - at));
            int read = file.read(at, buffer);
            if (read < buffer.limit()) {
                throw new IOException("staged bytes of " + id + " end at " + (at + read) + ", not " + length);
            }
            digester.update(buffer.flip());
        }
    }

    private void durably(Sync sync) throws IOException {
        try {
            sync.run();
        } catch (IOException e) {
            if (!ends.staging().outlivesMachine()) {
                // The kernel may now call the lost pages clean, and the next sync would succeed without them. So
                // whoever
                // opens this next must treat it as after a power cut: back to the last recorded chunk.
                ends.sessions().markBoot(id, DISTRUSTED);
            }
            throw e;
        }
    }

    private interface Sync {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Closes because of this failure, which stays the one that is reported. */
    void closeAfter(@Nullable Throwable cause) {
        try {
            file.close();
        } catch (IOException e) {
            if (cause != null) {
                cause.addSuppressed(e);
            } else {
                LOG.atWarn().addKeyValue("recording", id).setCause(e).log("a staged file would not close");
            }
        }
    }
}
