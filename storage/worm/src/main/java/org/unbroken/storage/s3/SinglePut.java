package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Puts an object whose key names its digest, with one request that locks it too. Two that do so at once, or one that did
 * not hear the answer and does it again, may leave two versions; they hold the same bytes, so it does not matter which
 * one is the object.
 */
final class SinglePut {
    private static final int ATTEMPTS = 6;
    private static final long PAUSE_MILLISECONDS = 200;
    /** The bucket's default retention: a date before that is no date to ask for. */
    private static final Duration DEFAULT = Duration.ofDays(1);

    private final S3Connection connection;
    private final Versions versions;
    private final Retention retention;
    private final SameBytes same;
    private final InstantSource clock;
    private final Pause pause;

    SinglePut(
            S3Connection connection,
            Versions versions,
            Retention retention,
            SameBytes same,
            InstantSource clock,
            Pause pause) {
        this.connection = connection;
        this.versions = versions;
        this.retention = retention;
        this.same = same;
        this.clock = clock;
        this.pause = pause;
    }

    /** Whether the last part of the key, without its ending, is the digest of the bytes. */
    static boolean isNamedByContent(ObjectKey key, Sha256 digest) {
        String name = key.value().substring(key.value().lastIndexOf('/') + 1);
        return name.startsWith(digest.hex());
    }

    StoredObject put(ObjectKey key, byte[] bytes, Sha256 digest, Instant retainUntil) throws IOException {
        String mine = "";
        for (int attempt = 1; ; attempt++) {
            Optional<ObjectVersion> found = versions.oldest(key);
            if (found.isPresent()) {
                if (!found.get().versionId().equals(mine)) {
                    same.check(found.get(), bytes);
                }
                return retention.atLeast(found.get(), retainUntil);
            }
            if (!mine.isEmpty()) {
                throw new IOException(key + " was put, but the store does not show it");
            }
            try {
                mine = write(key, bytes, digest, retainUntil);
            } catch (StoreFailedException e) {
                if (!e.mayHaveHappened() || attempt == ATTEMPTS) {
                    throw e;
                }
                pause.of(PAUSE_MILLISECONDS * attempt);
            }
        }
    }

    private String write(ObjectKey key, byte[] bytes, Sha256 digest, Instant retainUntil) throws IOException {
        Instant date = Retention.wholeSeconds(retainUntil);
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(connection.settings().wormBucket())
                .key(key.value())
                .contentMD5(Base64.getEncoder()
                        .encodeToString(MultipartUploads.md5().digest(bytes)))
                .checksumSHA256(Base64.getEncoder().encodeToString(digest.bytes()));
        if (date.isAfter(clock.instant().plus(DEFAULT))) {
            request.objectLockMode(ObjectLockMode.COMPLIANCE).objectLockRetainUntilDate(date);
        }
        PutObjectRequest put = request.build();
        String version = S3Failures.trying("put " + key, () -> connection
                .once()
                .putObject(put, RequestBody.fromBytes(bytes))
                .versionId());
        if (version == null) {
            throw new IOException(key + " was put without a version: the bucket is not versioned");
        }
        return version;
    }
}
