package org.unbroken.storage.s3;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/**
 * The two buckets as they have to be.
 *
 * <pre>
 * WORM bucket    Object Lock, versioned, default retention COMPLIANCE of a day or more; nothing expires
 * shared bucket  unversioned; nothing expires
 * </pre>
 *
 * <p>The default retention is there because Ceph ignores the lock headers of a multipart upload: from the moment such an
 * object is whole until its own date is set, the default protects it.
 */
public final class S3Buckets {
    private static final Logger LOG = LoggerFactory.getLogger(S3Buckets.class);
    private static final int DEFAULT_RETENTION_DAYS = 1;

    private final S3Connection connection;
    private final String worm;
    private final String shared;

    public S3Buckets(S3Connection connection) {
        this.connection = connection;
        this.worm = connection.settings().wormBucket();
        this.shared = connection.settings().sharedBucket();
    }

    /** Makes what lacks, sets the default retention, and checks the whole. Doing it again changes nothing. */
    public void create() throws IOException {
        create(worm, true);
        create(shared, false);
        if (!isDefaultSet()) {
            S3Failures.trying(
                    "set the default retention of bucket " + worm, () -> client().putObjectLockConfiguration(b ->
                            b.bucket(worm).objectLockConfiguration(c -> c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                    .rule(r -> r.defaultRetention(d -> d.mode(ObjectLockRetentionMode.COMPLIANCE)
                                            .days(DEFAULT_RETENTION_DAYS))))));
        }
        check();
    }

    private void create(String bucket, boolean locked) throws IOException {
        try {
            client().createBucket(b -> b.bucket(bucket).objectLockEnabledForBucket(locked ? true : null));
        } catch (SdkException e) {
            if (!S3Failures.code(e).equals("BucketAlreadyOwnedByYou")
                    && !S3Failures.code(e).equals("BucketAlreadyExists")) {
                throw S3Failures.asIo("make bucket " + bucket, e);
            }
        }
    }

    /** Reads back all that safety rests on; throws with what an administrator has to change. */
    public void check() throws IOException {
        exists(worm);
        exists(shared);
        if (versioning(worm) != BucketVersioningStatus.ENABLED) {
            throw refused(worm, "it is not versioned, so nothing in it can be locked");
        }
        if (!isDefaultSet()) {
            throw refused(
                    worm,
                    "it has no default retention of at least one day in COMPLIANCE mode: an object that arrived in"
                            + " parts would be unprotected until its own date is set");
        }
        if (versioning(shared) == BucketVersioningStatus.ENABLED) {
            throw refused(shared, "it is versioned; documents in it are compared and set, which needs it unversioned");
        }
        checkNothingExpires(worm);
        checkNothingExpires(shared);
    }

    private void exists(String bucket) throws IOException {
        try {
            client().headBucket(b -> b.bucket(bucket));
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.NOT_FOUND) {
                throw refused(bucket, "it is not there (the WORM bucket has to be made with Object Lock)");
            }
            throw S3Failures.asIo(
                    "reach bucket " + bucket + " at " + connection.settings().endpoint(), e);
        }
    }

    private BucketVersioningStatus versioning(String bucket) throws IOException {
        return S3Failures.trying("read whether bucket " + bucket + " is versioned", () -> {
            BucketVersioningStatus status =
                    client().getBucketVersioning(b -> b.bucket(bucket)).status();
            return status == null ? BucketVersioningStatus.SUSPENDED : status;
        });
    }

    private boolean isDefaultSet() throws IOException {
        try {
            var lock = client().getObjectLockConfiguration(b -> b.bucket(worm)).objectLockConfiguration();
            DefaultRetention set =
                    lock == null || lock.rule() == null ? null : lock.rule().defaultRetention();
            if (set == null || set.mode() != ObjectLockRetentionMode.COMPLIANCE) {
                return false;
            }
            return (set.days() != null && set.days() >= DEFAULT_RETENTION_DAYS)
                    || (set.years() != null && set.years() >= 1);
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.NOT_FOUND) {
                throw refused(
                        worm, "it was made without Object Lock, which cannot be switched on here; make a new one");
            }
            throw S3Failures.asIo("read the lock configuration of bucket " + worm, e);
        }
    }

    /** Footage that has landed lies as parts of an unfinished upload until it is stowed; staged ids lie in documents. */
    private void checkNothingExpires(String bucket) throws IOException {
        try {
            for (LifecycleRule rule : client().getBucketLifecycleConfiguration(b -> b.bucket(bucket))
                    .rules()) {
                String id = "lifecycle rule \"" + (rule.id() == null ? "" : rule.id()) + "\" ";
                if (rule.status() != ExpirationStatus.ENABLED) {
                    continue;
                }
                if (rule.abortIncompleteMultipartUpload() != null) {
                    throw refused(
                            bucket,
                            id + "aborts incomplete multipart uploads: footage that has landed lies in"
                                    + " such until it is stowed");
                }
                if (rule.noncurrentVersionExpiration() != null
                        || (rule.expiration() != null
                                && (rule.expiration().days() != null
                                        || rule.expiration().date() != null))) {
                    throw refused(bucket, id + "expires objects");
                }
            }
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.NOT_FOUND) {
                return;
            }
            if (S3Failures.status(e) == 501) {
                LOG.info("the object store knows no lifecycle rules, so none can expire objects of {}", bucket);
                return;
            }
            throw S3Failures.asIo("read the lifecycle rules of bucket " + bucket, e);
        }
    }

    private S3Client client() {
        return connection.patient();
    }

    private static IOException refused(String bucket, String why) {
        return new IOException("bucket " + bucket + " cannot be used: " + why);
    }
}
