package org.unbroken.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.digest.Sha256;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Attacks a locked object as somebody with this program's own rights could, and looks whether it is still there. Several
 * stores accept the lock headers and delete all the same; what they answer is no evidence, what is there afterwards is.
 *
 * <p>An object put at once is locked for a minute. One that came in parts has the bucket's default, a day, since a shorter
 * time cannot be had. Both lie under {@code .probe/}, which is no object key, and go at a later start.
 */
final class S3Probe implements StoreTrial {
    private static final Logger LOG = LoggerFactory.getLogger(S3Probe.class);
    static final String PREFIX = ".probe/";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final S3Connection connection;
    private final String bucket;
    private final InstantSource clock;

    S3Probe(S3Connection connection, InstantSource clock) {
        this.connection = connection;
        this.bucket = connection.settings().wormBucket();
        this.clock = clock;
    }

    @Override
    public Instant run() throws IOException {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        String name = PREFIX + HexFormat.of().formatHex(random);
        byte[] bytes = ("This object tries the lock of the bucket. " + name).getBytes(UTF_8);
        Instant soon =
                clock.instant().plus(MINUTE).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);

        String single = putSingle(name + ".single", bytes, soon);
        String parted = putParted(name + ".parts", bytes);
        HeadObjectResponse head = head(name + ".parts", parted);
        Instant day = head.objectLockRetainUntilDate();
        if (head.objectLockMode() != ObjectLockMode.COMPLIANCE || day == null) {
            throw refused("an object that arrived in parts does not get the bucket's default retention");
        }
        Instant later = day.plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        retain(name + ".parts", parted, later);
        // Side by side, since each is a dozen requests one after the other.
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> one = threads.submit(() -> attack(name + ".single", single, bytes, soon));
            Future<?> other = threads.submit(() -> attack(name + ".parts", parted, bytes, later));
            result(one);
            result(other);
        } finally {
            threads.shutdownNow();
        }
        clear();
        return new DateTrial(connection).latest();
    }

    private static void result(Future<?> attack) throws IOException {
        try {
            attack.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("cannot try the lock", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while trying the lock");
        }
    }

    private String putSingle(String key, byte[] bytes, Instant until) throws IOException {
        String version = S3Failures.trying(
                "put an object locked until " + until + " (do the clocks agree?)", () -> client().putObject(
                                b -> b.bucket(bucket)
                                        .key(key)
                                        .contentMD5(Base64.getEncoder()
                                                .encodeToString(
                                                        MultipartUploads.md5().digest(bytes)))
                                        .checksumSHA256(Base64.getEncoder()
                                                .encodeToString(Sha256.of(bytes).bytes()))
                                        .objectLockMode(ObjectLockMode.COMPLIANCE)
                                        .objectLockRetainUntilDate(until),
                                RequestBody.fromBytes(bytes))
                        .versionId());
        if (version == null) {
            throw refused("it keeps no versions");
        }
        checkKept(key, version, bytes, until, "was put");
        return version;
    }

    private String putParted(String key, byte[] bytes) throws IOException {
        return S3Failures.trying("put an object in parts", () -> {
            String upload = client().createMultipartUpload(b -> b.bucket(bucket).key(key))
                    .uploadId();
            String tag = client().uploadPart(
                            b -> b.bucket(bucket).key(key).uploadId(upload).partNumber(1), RequestBody.fromBytes(bytes))
                    .eTag();
            client().completeMultipartUpload(b -> b.bucket(bucket)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(m -> m.parts(
                            CompletedPart.builder().partNumber(1).eTag(tag).build())));
            return client().headObject(b -> b.bucket(bucket).key(key)).versionId();
        });
    }

    /** What each attempt is answered does not count. */
    private @Nullable Void attack(String key, String version, byte[] bytes, Instant until) throws IOException {
        attempt(() -> client().deleteObject(b -> b.bucket(bucket).key(key).versionId(version)));
        checkKept(key, version, bytes, until, "was deleted by its version");
        attempt(() -> client().deleteObject(
                        b -> b.bucket(bucket).key(key).versionId(version).bypassGovernanceRetention(true)));
        checkKept(key, version, bytes, until, "was deleted with the right to bypass");
        attempt(() -> retain(key, version, until.minusSeconds(30)));
        checkKept(key, version, bytes, until, "was given a shorter time");
        attempt(() -> client().putObjectRetention(b -> b.bucket(bucket)
                .key(key)
                .versionId(version)
                .bypassGovernanceRetention(true)
                .retention(r -> r.mode(ObjectLockRetentionMode.GOVERNANCE).retainUntilDate(until))));
        checkKept(key, version, bytes, until, "was given the weaker mode");
        attempt(() -> client().putObject(
                        b -> b.bucket(bucket).key(key), RequestBody.fromString("This object was overwritten. " + key)));
        checkKept(key, version, bytes, until, "was overwritten");
        attempt(() -> client().deleteObject(b -> b.bucket(bucket).key(key)));
        checkKept(key, version, bytes, until, "was deleted");
        return null;
    }

    private static void attempt(Callable<?> step) throws IOException {
        try {
            S3Failures.trying("attack", step);
        } catch (StoreFailedException e) {
            // As hoped for; but what is there afterwards decides.
        }
    }

    private @Nullable Void retain(String key, String version, Instant until) throws IOException {
        S3Failures.trying("lock an object until " + until, () -> client().putObjectRetention(
                        b -> b.bucket(bucket).key(key).versionId(version).retention(r -> r.mode(
                                        ObjectLockRetentionMode.COMPLIANCE)
                                .retainUntilDate(until))));
        return null;
    }

    private HeadObjectResponse head(String key, String version) throws IOException {
        return S3Failures.trying("read the lock of " + key, () -> client().headObject(
                        b -> b.bucket(bucket).key(key).versionId(version)));
    }

    private void checkKept(String key, String version, byte[] bytes, Instant until, String after) throws IOException {
        HeadObjectResponse head;
        byte[] there;
        try {
            head = head(key, version);
            there = S3Failures.trying("read " + key, () -> client().getObjectAsBytes(
                            b -> b.bucket(bucket).key(key).versionId(version))
                    .asByteArrayUnsafe());
        } catch (StoreFailedException e) {
            if (e.status() == S3Failures.NOT_FOUND) {
                throw refused("a locked version is gone after it " + after);
            }
            throw e;
        }
        if (!Arrays.equals(there, bytes)) {
            throw refused("a locked version has other bytes after it " + after);
        }
        if (!Retention.isLocked(head, until)) {
            throw refused("a version that was locked until " + until + " in COMPLIANCE mode is locked until "
                    + head.objectLockRetainUntilDate() + " in mode " + head.objectLockModeAsString() + " after it "
                    + after);
        }
    }

    /** What earlier starts left, as far as its time is over. */
    private void clear() throws IOException {
        try {
            var left = client().listObjectVersions(b -> b.bucket(bucket).prefix(PREFIX));
            for (ObjectVersion version : left.versions()) {
                attempt(() -> client().deleteObject(
                                b -> b.bucket(bucket).key(version.key()).versionId(version.versionId())));
            }
        } catch (software.amazon.awssdk.core.exception.SdkException e) {
            LOG.warn("probes of earlier starts stay in bucket {}: {}", bucket, e.getMessage());
        }
    }

    /** Without repetitions: an attack that failed need not be tried again. */
    private S3Client client() {
        return connection.once();
    }

    private IOException refused(String why) {
        return new IOException("the object store does not keep what it locks, in bucket " + bucket + ": " + why
                + ". No footage can be entrusted to it.");
    }
}
