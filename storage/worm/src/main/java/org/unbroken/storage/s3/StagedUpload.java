package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Instant;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.worm.ObjectKey;

/**
 * The shared document {@code staging/ID}: where an upload's bytes go while they arrive. They are parts of a multipart
 * upload of the original's own key in the WORM bucket, so that stowing completes it and copies nothing; or, where nobody
 * said at the beginning how long it will be, of a multipart upload in the shared bucket, from which stowing copies.
 *
 * <pre>
 * {"created", "format": "unbroken/staged/1", "part_bytes", "upload"}     in place: the original's key, WORM bucket
 * {"created", "format": "unbroken/staged/2", "part_bytes", "upload"}     apart: uploads/ID, shared bucket
 * part n (from 1) = bytes [(n - 1) * part_bytes, n * part_bytes); only the last one is shorter
 * </pre>
 *
 * <p>Why apart: an upload of unknown length may end before what a gateway that died, or was taken over, had put already.
 * Ceph completes no upload without its last parts, S3 can neither take a part away nor cut one, and under the original's
 * key whatever is completed is locked.
 *
 * @param uploadId of the multipart upload: a ticket that gives one version, however often it is completed
 * @param partBytes a whole number of chunks
 * @param apart the bytes are in the shared bucket, and there may be more of them than the upload landed with
 */
public record StagedUpload(String uploadId, long partBytes, Instant created, boolean apart) {
    public static final String FORMAT = "unbroken/staged/1";
    /** Of one that lies apart: who knows only the other kind refuses it instead of looking in the wrong place. */
    public static final String FORMAT_APART = "unbroken/staged/2";

    /** Of the documents of all uploads. */
    static final String PREFIX = "staging/";

    static final String PREFIX_APART = "uploads/";
    /** The manifest's chunk: a part is a whole number of them, so that no chunk lies in two. */
    public static final long CHUNK_BYTES = 8L << 20;
    /** What S3 allows. */
    public static final int MAX_PARTS = 10_000;

    /**
     * S3 wants 5 MiB of every part but the last, and copies ranges of larger objects only: what every part of an upload
     * that lies apart has.
     */
    static final long SHORTEST_APART_BYTES = 6L << 20;

    public static final long MAX_PART_BYTES = 5L << 30;
    public static final long MAX_OBJECT_BYTES = 5L << 40;

    public StagedUpload {
        if (uploadId.isEmpty()) {
            throw new IllegalArgumentException("no upload id");
        }
        if (partBytes <= 0 || partBytes % CHUNK_BYTES != 0 || partBytes > MAX_PART_BYTES) {
            throw new IllegalArgumentException("parts of " + partBytes + " bytes");
        }
        created = Instant.ofEpochMilli(created.toEpochMilli());
    }

    /** One that lies in place. */
    public StagedUpload(String uploadId, long partBytes, Instant created) {
        this(uploadId, partBytes, created, false);
    }

    /** Where the parts lie: in the WORM bucket, or apart, in the shared one. */
    ObjectKey keyOf(RecordingId recording) {
        return apart ? keyApart(recording) : ObjectKey.original(recording);
    }

    static ObjectKey keyApart(RecordingId recording) {
        return new ObjectKey(PREFIX_APART + recording);
    }

    public static String documentName(RecordingId recording) {
        return PREFIX + recording;
    }

    /**
     * The part size for an upload of at most so many bytes: one chunk up to 10,000 chunks, beyond that as many chunks a
     * part as keep it within 10,000 parts.
     */
    public static long partBytesFor(long longestBytes) {
        if (longestBytes < 0 || longestBytes > MAX_OBJECT_BYTES) {
            throw new IllegalArgumentException("S3 keeps no object of " + longestBytes + " bytes");
        }
        long widest = CHUNK_BYTES * MAX_PARTS;
        return CHUNK_BYTES * Math.max(1, (longestBytes + widest - 1) / widest);
    }

    /** How many parts so many bytes are. An empty object is one empty part. */
    public int partsOf(long bytes) {
        return (int) Math.max(1, (bytes + partBytes - 1) / partBytes);
    }

    /** The length of a part (from 1) of an object of so many bytes. */
    public long lengthOf(int part, long bytes) {
        return Math.min(partBytes, bytes - (part - 1) * partBytes);
    }

    public byte[] encoded() {
        return JsonObject.builder()
                .put("format", apart ? FORMAT_APART : FORMAT)
                .put("upload", uploadId)
                .put("part_bytes", partBytes)
                .put("created", Timestamps.format(created))
                .build()
                .canonical();
    }

    public static StagedUpload decode(byte[] bytes) throws IOException {
        try {
            JsonObject json = JsonObject.parse(bytes);
            String format = json.string("format");
            if (!format.equals(FORMAT) && !format.equals(FORMAT_APART)) {
                throw new IOException("a staged upload of format " + format + ", which this version does not know");
            }
            return new StagedUpload(
                    json.string("upload"),
                    json.integer("part_bytes"),
                    Timestamps.parse(json.string("created")),
                    format.equals(FORMAT_APART));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a staged upload: " + e.getMessage(), e);
        }
    }
}
