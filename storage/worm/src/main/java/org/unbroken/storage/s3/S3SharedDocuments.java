package org.unbroken.storage.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Documents as objects of the shared bucket, {@code documents/NAME}, by conditional writes: {@code If-None-Match: *} puts
 * one where there was none, {@code If-Match: TAG} replaces one that is known. The tag is the ETag without its quotes.
 *
 * <p>The bucket must be unversioned: Ceph honours neither condition in a versioned one.
 *
 * <p>A write whose answer is lost, or is a 5xx (Ceph answers some losers of a race with 500), is looked at before it is
 * tried again: documents are never the same twice, so bytes that are there are one's own.
 */
public final class S3SharedDocuments implements SharedDocuments {
    static final String PREFIX = "documents/";
    /**
     * All attempts together. Somebody waits for each of these answers, a camera in the end: a store that hangs must become
     * a refusal within a time that clients bear, and not after all the patience that a part of an upload is given.
     */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private static final int ATTEMPTS = 4;

    private final S3Connection connection;
    private final String bucket;
    private volatile @Nullable TagStyle style;

    public S3SharedDocuments(S3Connection connection) {
        this.connection = connection;
        this.bucket = connection.settings().sharedBucket();
    }

    /** AWS takes an ETag in {@code If-Match} as it gives it, in quotes; Ceph 16 finds only one without them. */
    enum TagStyle {
        BARE,
        QUOTED;

        String write(String tag) {
            return this == BARE ? tag : '"' + tag + '"';
        }
    }

    @Override
    public void start() throws IOException {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        String name = "probe/" + HexFormat.of().formatHex(random);
        try {
            style = new SharedProbe(this, bucket, name).run();
        } finally {
            delete(name);
        }
    }

    /** Without the trial, for tests of other things. */
    void startAs(TagStyle known) {
        style = known;
    }

    @Override
    public Optional<SharedDocument> find(String name) throws IOException {
        try {
            ResponseBytes<GetObjectResponse> read = connection
                    .patient()
                    .getObject(
                            b -> b.bucket(bucket).key(keyOf(name)).overrideConfiguration(o -> o.apiCallTimeout(ANSWER)),
                            ResponseTransformer.toBytes());
            return Optional.of(new SharedDocument(name, bare(read.response().eTag()), read.asByteArrayUnsafe()));
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.NOT_FOUND
                    && !S3Failures.code(e).equals("NoSuchBucket")) {
                return Optional.empty();
            }
            throw S3Failures.asIo("read the shared document " + name, e);
        }
    }

    @Override
    public SharedDocument create(String name, byte[] bytes) throws IOException {
        return write(name, null, bytes, started());
    }

    @Override
    public SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException {
        return write(known.name(), known.tag(), bytes, started());
    }

    private TagStyle started() {
        TagStyle known = style;
        if (known == null) {
            throw new IllegalStateException("the shared documents have not been started");
        }
        return known;
    }

    /** {@code tag} null: only where there is nothing. */
    SharedDocument write(String name, @Nullable String tag, byte[] bytes, TagStyle how) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException(
                    "the shared document " + name + " would have " + bytes.length + " bytes, more than " + MAX_BYTES);
        }
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(keyOf(name))
                .overrideConfiguration(o -> o.apiCallTimeout(ANSWER));
        PutObjectRequest put = tag == null
                ? request.ifNoneMatch("*").build()
                : request.ifMatch(how.write(tag)).build();
        boolean perhapsDone = false;
        for (int attempt = 1; ; attempt++) {
            try {
                String now = bare(connection
                        .once()
                        .putObject(put, RequestBody.fromBytes(bytes))
                        .eTag());
                return new SharedDocument(name, now, bytes);
            } catch (SdkException e) {
                IOException told = S3Failures.asIo("write the shared document " + name, e);
                if (!(told instanceof StoreFailedException failed)) {
                    throw told;
                }
                boolean refused = failed.status() == S3Failures.PRECONDITION_FAILED
                        || (failed.status() == S3Failures.NOT_FOUND
                                && !failed.code().equals("NoSuchBucket"));
                if (!refused && !failed.mayHaveHappened()) {
                    throw failed;
                }
                if (refused && !perhapsDone) {
                    throw new SharedConflictException(name);
                }
                // A crash or a failure of this look leaves the caller not knowing, which is what the contract says.
                Optional<SharedDocument> found = find(name);
                if (found.isPresent() && Arrays.equals(found.get().bytes(), bytes)) {
                    return found.get();
                }
                boolean asBefore = tag == null
                        ? found.isEmpty()
                        : found.map(SharedDocument::tag).filter(tag::equals).isPresent();
                if (!asBefore) {
                    throw new SharedConflictException(name);
                }
                if (refused || attempt == ATTEMPTS) {
                    throw new IOException(failed.getMessage() + "; whether it was done all the same is unknown", e);
                }
                perhapsDone = true;
            }
        }
    }

    @Override
    public void delete(String name) throws IOException {
        String key = keyOf(name);
        S3Failures.trying(
                "delete the shared document " + name,
                () -> connection.patient().deleteObject(b -> b.bucket(bucket).key(key)));
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        return S3Failures.trying(
                "list the shared documents " + prefix,
                () ->
                        connection
                                .patient()
                                .listObjectsV2Paginator(b -> b.bucket(bucket).prefix(PREFIX + prefix))
                                .stream()
                                .flatMap(page -> {
                                    try {
                                        return page.contents().stream();
                                    } catch (SdkException e) {
                                        throw new UncheckedIOException(
                                                S3Failures.asIo("list the shared documents " + prefix, e));
                                    }
                                })
                                .map(S3Object::key)
                                .map(key -> key.substring(PREFIX.length())));
    }

    private static String keyOf(String name) {
        return PREFIX + SharedDocument.checkedName(name);
    }

    static String bare(String tag) {
        return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }

    /** The connection is its maker's to close. */
    @Override
    public void close() {}
}
