package org.unbroken.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Multipart uploads into a bucket. An upload id is a one-shot ticket: however often and by however many it is
 * completed, one version of the key comes of it.
 *
 * <p>Every part goes with its MD5, which Ceph checks, and its SHA-256, which AWS checks (and wants in a bucket with Object
 * Lock).
 */
public final class MultipartUploads {
    private final S3Connection connection;
    private final String bucket;

    /** Into the WORM bucket. */
    public MultipartUploads(S3Connection connection) {
        this(connection, connection.settings().wormBucket());
    }

    private MultipartUploads(S3Connection connection, String bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    /** Into the shared bucket, where nothing is locked. */
    static MultipartUploads shared(S3Connection connection) {
        return new MultipartUploads(connection, connection.settings().sharedBucket());
    }

    /** A new upload's id. Who dies before writing it down leaves an upload that the sweep aborts. */
    public String create(ObjectKey key) throws IOException {
        return S3Failures.trying("begin an upload of " + key, () -> connection
                .once()
                .createMultipartUpload(
                        b -> b.bucket(bucket).key(key.value()).checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId());
    }

    /** Puts a part, in place of one of its number. */
    public UploadedPart put(ObjectKey key, String uploadId, int number, byte[] bytes) throws IOException {
        return put(
                key,
                uploadId,
                number,
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(bytes), bytes.length, "application/octet-stream"),
                bytes.length,
                md5().digest(bytes),
                Sha256.of(bytes));
    }

    /**
     * As above, for bytes that lie elsewhere.
     *
     * @param body gives the bytes anew for each attempt
     * @throws UploadGoneException when the upload was completed or aborted
     */
    public UploadedPart put(
            ObjectKey key, String uploadId, int number, RequestBody body, long length, byte[] md5, Sha256 sha256)
            throws IOException {
        String checksum = Base64.getEncoder().encodeToString(sha256.bytes());
        String tag = onUpload(key, uploadId, "put part " + number + " of " + key, () -> connection
                .patient()
                .uploadPart(
                        b -> b.bucket(bucket)
                                .key(key.value())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentLength(length)
                                .contentMD5(Base64.getEncoder().encodeToString(md5))
                                .checksumSHA256(checksum),
                        body)
                .eTag());
        return new UploadedPart(number, length, S3SharedDocuments.bare(tag), checksum);
    }

    /**
     * Puts a part that the store copies by itself: the bytes from {@code from} up to {@code to}, exclusive, of an object in
     * another bucket.
     */
    void copy(ObjectKey key, String uploadId, int number, String fromBucket, ObjectKey source, long from, long to)
            throws IOException {
        onUpload(key, uploadId, "copy part " + number + " of " + key, () -> connection
                .patient()
                .uploadPartCopy(b -> b.sourceBucket(fromBucket)
                        .sourceKey(source.value())
                        .copySourceRange("bytes=" + from + "-" + (to - 1))
                        .destinationBucket(bucket)
                        .destinationKey(key.value())
                        .uploadId(uploadId)
                        .partNumber(number)));
    }

    /**
     * The parts that are there, by number.
     *
     * @throws UploadGoneException when the upload was completed or aborted
     */
    public List<UploadedPart> list(ObjectKey key, String uploadId) throws IOException {
        return onUpload(
                key, uploadId, "list the parts of " + key, () -> connection
                        .patient()
                        .listPartsPaginator(
                                b -> b.bucket(bucket).key(key.value()).uploadId(uploadId))
                        .parts()
                        .stream()
                        .map(MultipartUploads::part)
                        .toList());
    }

    private static UploadedPart part(Part part) {
        String sha256 = part.checksumSHA256();
        return new UploadedPart(
                part.partNumber(), part.size(), S3SharedDocuments.bare(part.eTag()), sha256 == null ? "" : sha256);
    }

    /**
     * Makes these parts the object.
     *
     * @return the version, where the store names it: Ceph does not to those who come second
     * @throws UploadGoneException when the upload was completed or aborted
     */
    public Optional<String> complete(ObjectKey key, String uploadId, List<UploadedPart> parts) throws IOException {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.tag())
                        .checksumSHA256(part.sha256().isEmpty() ? null : part.sha256())
                        .build())
                .toList();
        return onUpload(
                key,
                uploadId,
                "complete the upload of " + key,
                () -> Optional.ofNullable(connection
                        .once()
                        .completeMultipartUpload(b -> b.bucket(bucket)
                                .key(key.value())
                                .uploadId(uploadId)
                                .multipartUpload(m -> m.parts(completed)))
                        .versionId()));
    }

    /**
     * Whether the upload's parts are this object: a store may list an upload after it has completed it, and to abort it then
     * could take the object's bytes.
     */
    boolean became(ObjectVersion object, String uploadId) throws IOException {
        try {
            List<UploadedPart> parts = list(object.key(), uploadId);
            return !parts.isEmpty() && Stowing.tagOf(parts).equals(object.tag());
        } catch (UploadGoneException e) {
            return true;
        }
    }

    /** Gives up an upload and its parts. Nothing happens if it is gone. */
    public void abort(ObjectKey key, String uploadId) throws IOException {
        try {
            onUpload(key, uploadId, "abort the upload of " + key, () -> connection
                    .patient()
                    .abortMultipartUpload(b -> b.bucket(bucket).key(key.value()).uploadId(uploadId)));
        } catch (UploadGoneException e) {
            // As it should be.
        }
    }

    private static <T> T onUpload(ObjectKey key, String uploadId, String what, java.util.concurrent.Callable<T> step)
            throws IOException {
        try {
            return S3Failures.trying(what, step);
        } catch (StoreFailedException e) {
            // Ceph says NoSuchKey when it is asked for the parts of an upload that was completed.
            if (e.code().equals("NoSuchUpload") || e.code().equals("NoSuchKey")) {
                throw new UploadGoneException(key, uploadId);
            }
            throw e;
        }
    }

    /** Not for trust but for the header; the JDK's. */
    public static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
