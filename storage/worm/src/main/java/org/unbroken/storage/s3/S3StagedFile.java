package org.unbroken.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.StagedFile;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * An upload whose whole parts are in the object store, and the rest in a spool file here and, once settled, in the tail
 * document.
 *
 * <pre>
 * 0            n × part size = readableFrom              length
 * |-- parts 1 … n, in the store --|-- spool file here --|
 *                                 |-- tail document --|      as of the last settle or sync
 * </pre>
 *
 * <p>A part carries no fence: a gateway that was taken over and does not know it yet can still put one, in place of its
 * successor's. It learns of it with the next digest it wants to record. Where both were sent the same footage the part is
 * the same; where not, sealing finds that the bytes are not those of the digests, and no receipt is given.
 */
final class S3StagedFile implements StagedFile {
    private final RecordingId id;
    private final StagedUpload upload;
    private final MultipartUploads uploads;
    private final SharedDocuments documents;
    private final Semaphore tails;
    private final Spool spool;
    private final String holder;
    private SharedDocument tail;
    private long revision;
    private boolean settled = true;
    private @Nullable String refusal;

    /** {@code tail} is the document as this object's maker wrote it, of the spool's bytes as they are. */
    S3StagedFile(
            RecordingId id,
            StagedUpload upload,
            MultipartUploads uploads,
            SharedDocuments documents,
            Semaphore tails,
            Spool spool,
            SharedDocument tail,
            String holder,
            long revision) {
        this.id = id;
        this.upload = upload;
        this.uploads = uploads;
        this.documents = documents;
        this.tails = tails;
        this.spool = spool;
        this.tail = tail;
        this.holder = holder;
        this.revision = revision;
    }

    @Override
    public long length() throws IOException {
        return spool.end();
    }

    @Override
    public long readableFrom() {
        return spool.from();
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        checkUsable();
        requireWithin(offset, "write at ");
        settled = false;
        spool.write(offset, bytes);
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        checkUsable();
        requireWithin(offset, "read from ");
        return spool.read(offset, into);
    }

    private void requireWithin(long offset, String what) throws IOException {
        if (offset < spool.from() || offset > spool.end()) {
            throw new IllegalArgumentException(what + offset + " of " + id + ", of which " + spool.from() + " to "
                    + spool.end() + " is within reach");
        }
    }

    @Override
    public void truncate(long length) throws IOException {
        checkUsable();
        if (length >= spool.end()) {
            return;
        }
        settled = false;
        if (length >= spool.from()) {
            spool.truncate(length);
        } else if (length >= 0 && length % upload.partBytes() == 0) {
            spool.restart(length);
        } else {
            throw new IllegalArgumentException("truncate " + id + " to " + length + ", within a part");
        }
    }

    @Override
    public void sync(long upTo) throws IOException {
        checkUsable();
        try {
            putWholeParts(upTo);
            if (upTo > spool.from()) {
                settle();
            }
        } catch (IOException | RuntimeException e) {
            refusal = "could not be synced earlier";
            throw e;
        }
    }

    @Override
    public void settle() throws IOException {
        checkUsable();
        if (settled) {
            return;
        }
        tails.acquireUninterruptibly();
        try {
            // Only bytes that waited for a checksum are more than a part; now they wait no longer.
            if (spool.end() - spool.from() > S3StagingArea.MAX_TAIL_BYTES) {
                putWholeParts(spool.end());
            }
            StagedTail now = new StagedTail(
                    spool.from(),
                    holder,
                    revision + 1,
                    new StagedTail.Bytes(spool.bytes(spool.from(), Math.toIntExact(spool.end() - spool.from()))));
            tail = documents.replace(tail, now.encoded());
            revision++;
            settled = true;
        } catch (IOException | RuntimeException e) {
            refusal = "could not be settled earlier";
            throw e;
        } finally {
            tails.release();
        }
    }

    @Override
    public void finish() throws IOException {
        checkUsable();
        try {
            putWholeParts(spool.end());
            long length = spool.end();
            if (length > spool.from() || length == 0) {
                // Stays in the spool as well: should the landing fail, the camera's offset is where it was settled.
                putLast(length);
            }
            refusal = "is finished";
        } catch (IOException | RuntimeException e) {
            refusal = "could not be finished earlier";
            throw e;
        }
    }

    /**
     * One that lies apart may have parts of an earlier try behind its end, and only the very last part may be a short one:
     * so this one gets zeros, which nobody copies. It stays shorter than a whole part, which would be taken for footage.
     */
    private void putLast(long length) throws IOException {
        long left = length - spool.from();
        if (upload.apart() && left == 0) {
            return;
        }
        long zeros = upload.apart() ? Math.max(0, StagedUpload.SHORTEST_APART_BYTES - left) : 0;
        put(upload.partsOf(length), spool.from(), left, Math.toIntExact(zeros));
    }

    private void putWholeParts(long upTo) throws IOException {
        long done = spool.from();
        try {
            while (done + upload.partBytes() <= upTo) {
                put(Math.toIntExact(done / upload.partBytes()) + 1, done, upload.partBytes(), 0);
                done += upload.partBytes();
            }
        } finally {
            if (done > spool.from()) {
                settled = done == spool.end();
                spool.dropBefore(done);
            }
        }
    }

    private void put(int number, long offset, long length, int zeros) throws IOException {
        MessageDigest md5 = md5();
        MessageDigest sha256 = Sha256.newDigest();
        spool.digest(offset, length, md5, sha256);
        byte[] padding = new byte[zeros];
        md5.update(padding);
        sha256.update(padding);
        uploads.put(
                upload.keyOf(id),
                upload.uploadId(),
                number,
                RequestBody.fromContentProvider(
                        () -> zeros == 0
                                ? spool.stream(offset, length)
                                : new SequenceInputStream(
                                        spool.stream(offset, length), new ByteArrayInputStream(padding)),
                        length + zeros,
                        "application/octet-stream"),
                length + zeros,
                md5.digest(),
                Sha256.finish(sha256));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private void checkUsable() throws IOException {
        String reason = refusal;
        if (reason != null) {
            throw new IOException("staged " + id + " " + reason + "; it has to be opened again");
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
