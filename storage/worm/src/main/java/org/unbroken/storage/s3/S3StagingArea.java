package org.unbroken.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DurableDirectories;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;
import org.unbroken.storage.worm.ObjectKey;

/**
 * Uploads that arrive in the object store, as parts of what will be their WORM object, or apart where their length is not
 * known at the beginning ({@link StagedUpload} says why). Any gateway opens any upload; the
 * one that opened it last is the one whose tail counts.
 *
 * <pre>
 * documents/staging/ID        {@link StagedUpload}
 * documents/staging/ID/tail   {@link StagedTail}
 * WORM bucket, key original   the multipart upload's parts
 * shared bucket, uploads/ID   the parts of one that lies apart
 * SPOOL/ID.N                  mode 0600; bytes of an upload that this process has open, see {@link Spool}
 * </pre>
 */
public final class S3StagingArea implements StagingArea {
    /** A shared document takes 32 MiB; so much of it is footage. */
    static final long MAX_TAIL_BYTES = 24L << 20;
    /** The longest upload: ten thousand parts, of which each must fit into a tail. */
    public static final long MAX_UPLOAD_BYTES = MAX_TAIL_BYTES * StagedUpload.MAX_PARTS;

    /** Tails written at once. Each takes three times its bytes of memory. */
    private static final int TAILS_AT_ONCE = 4;

    private static final int OPEN_ATTEMPTS = 10;

    private final MultipartUploads inPlace;
    private final MultipartUploads apart;
    private final ApartUploads apartUploads;
    private final SharedDocuments documents;
    private final Disk disk;
    private final Path spool;
    private final DurableDirectories directories;
    private final long longestBytes;
    private final InstantSource clock;
    private final String holder;
    private final Semaphore tails = new Semaphore(TAILS_AT_ONCE, true);
    private final AtomicLong opened = new AtomicLong();

    /**
     * @param spool a directory of this process alone; what lies there at the start goes
     * @param longestBytes of an upload that is created without a length
     */
    public S3StagingArea(
            S3Connection connection,
            SharedDocuments documents,
            Path spool,
            Disk disk,
            long longestBytes,
            InstantSource clock,
            RandomGenerator random) {
        if (longestBytes < 0 || longestBytes > MAX_UPLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "max-upload-bytes = " + longestBytes + ": must be at most " + MAX_UPLOAD_BYTES);
        }
        this.inPlace = new MultipartUploads(connection);
        this.apart = MultipartUploads.shared(connection);
        this.apartUploads = new ApartUploads(connection, documents, clock);
        this.documents = documents;
        this.disk = disk;
        this.spool = spool.toAbsolutePath().normalize();
        this.directories = new DurableDirectories(disk, this.spool);
        this.longestBytes = longestBytes;
        this.clock = clock;
        this.holder = HexFormat.of().toHexDigits(random.nextLong());
    }

    /** Empties the spool: what lies there belonged to a process that is gone, and counts for nobody. */
    @Override
    public void start() throws IOException {
        directories.start();
        for (String name : disk.list(spool)) {
            disk.delete(spool.resolve(name));
        }
    }

    @Override
    public boolean outlivesMachine() {
        return true;
    }

    /** What is not in the store yet, with as much again that arrives while a part is on its way. */
    @Override
    public long spaceFor(long length) {
        return Math.min(length, 2 * StagedUpload.partBytesFor(length));
    }

    @Override
    public StagedFile create(RecordingId id) throws IOException {
        return create(id, OptionalLong.empty());
    }

    @Override
    public StagedFile create(RecordingId id, OptionalLong announced) throws IOException {
        if (documents.find(StagedUpload.documentName(id)).isPresent()) {
            throw new FileAlreadyExistsException("staged " + id);
        }
        // A crash before the document leaves an upload without parts that nobody names; the store's sweep aborts it.
        boolean liesApart = announced.isEmpty();
        ObjectKey key = liesApart ? StagedUpload.keyApart(id) : ObjectKey.original(id);
        StagedUpload upload = new StagedUpload(
                (liesApart ? apart : inPlace).create(key),
                StagedUpload.partBytesFor(announced.orElse(longestBytes)),
                clock.instant(),
                liesApart);
        try {
            documents.create(StagedUpload.documentName(id), upload.encoded());
        } catch (SharedConflictException e) {
            uploads(upload).abort(key, upload.uploadId());
            throw new FileAlreadyExistsException("staged " + id);
        }
        return open(id);
    }

    /** Counts every whole part that is there. */
    @Override
    public StagedFile open(RecordingId id) throws IOException {
        return open(id, Long.MAX_VALUE);
    }

    /**
     * Counts whole parts up to {@code vouchedBytes}: what was put beyond that has no digest, cannot be read to take it,
     * and would hide the settled tail.
     */
    @Override
    public StagedFile open(RecordingId id, long vouchedBytes) throws IOException {
        for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
            try {
                return tryOpen(id, vouchedBytes);
            } catch (SharedConflictException e) {
                // Its holder has just settled, or another gateway opens it too. The last one has it.
            }
        }
        throw new IOException("staged " + id + " is fought over");
    }

    private StagedFile tryOpen(RecordingId id, long vouchedBytes) throws IOException {
        SharedDocument known = documents
                .find(StagedUpload.documentName(id))
                .orElseThrow(() -> new NoSuchFileException("staged " + id));
        StagedUpload upload = StagedUpload.decode(known.bytes());
        long from = wholeParts(id, upload, vouchedBytes / upload.partBytes()) * upload.partBytes();
        Optional<SharedDocument> before = documents.find(StagedTail.documentName(id));
        long revision = 0;
        StagedTail.Bytes bytes = new StagedTail.Bytes(ByteBuffer.allocate(0));
        if (before.isPresent()) {
            StagedTail left = StagedTail.decode(before.get().bytes());
            revision = left.revision() + 1;
            bytes = after(left, from);
        }
        StagedTail mine = new StagedTail(from, holder, revision, bytes);
        SharedDocument tail = before.isPresent()
                ? documents.replace(before.get(), mine.encoded())
                : documents.create(StagedTail.documentName(id), mine.encoded());
        Spool file = Spool.create(disk, spool.resolve(id + "." + opened.incrementAndGet()), from);
        try {
            file.write(from, bytes.view());
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e;
            }
        }
        return new S3StagedFile(id, upload, uploads(upload), documents, tails, file, tail, holder, revision);
    }

    /** Parts that are there without a gap, from the first. */
    private long wholeParts(RecordingId id, StagedUpload upload, long most) throws IOException {
        Map<Integer, Long> sizes = new HashMap<>();
        uploads(upload)
                .list(upload.keyOf(id), upload.uploadId())
                .forEach(part -> sizes.put(part.number(), part.bytes()));
        int parts = 0;
        while (parts < most && sizes.getOrDefault(parts + 1, -1L) == upload.partBytes()) {
            parts++;
        }
        return parts;
    }

    private MultipartUploads uploads(StagedUpload upload) {
        return upload.apart() ? apart : inPlace;
    }

    private static StagedTail.Bytes after(StagedTail tail, long from) {
        ByteBuffer bytes = tail.bytes().view();
        if (tail.from() > from || tail.end() <= from) {
            return new StagedTail.Bytes(bytes.limit(0));
        }
        return new StagedTail.Bytes(
                bytes.position(Math.toIntExact(from - tail.from())).slice());
    }

    @Override
    public List<RecordingId> list() throws IOException {
        List<RecordingId> ids = new ArrayList<>();
        try (Stream<String> names = documents.list(StagedUpload.PREFIX)) {
            for (String name : names.toList()) {
                String rest = name.substring(StagedUpload.PREFIX.length());
                if (rest.indexOf('/') < 0) {
                    ids.add(new RecordingId(rest));
                }
            }
        }
        ids.sort(null);
        return ids;
    }

    /** The parts first: a crash in between leaves documents by which the rest is found and discarded again. */
    @Override
    public void discard(RecordingId id) throws IOException {
        Optional<SharedDocument> known = documents.find(StagedUpload.documentName(id));
        if (known.isPresent()) {
            StagedUpload upload = StagedUpload.decode(known.get().bytes());
            if (upload.apart()) {
                apartUploads.delete(id, upload);
            } else {
                inPlace.abort(upload.keyOf(id), upload.uploadId());
            }
        }
        documents.delete(StagedTail.documentName(id));
        documents.delete(StagedUpload.documentName(id));
    }

    /** The spool's: the store says nothing of its own. */
    @Override
    public long freeBytes() throws IOException {
        return disk.usableBytes(spool);
    }

    @Override
    public void close() {}
}
