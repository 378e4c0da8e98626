package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/**
 * Finds out up to which date a store keeps locks. Ceph 16 counts a lock's seconds in 32 bits and accepts what lies beyond
 * with 200: locked until 2126 is then locked until 1990, which is not at all.
 *
 * <pre>
 * asked for              kept by 64 bits    by 32 bits      by 31 bits
 * 2200-01-01             2200-01-01         2063-11-24
 * 2106-02-07T06:28:15Z                      as asked        refused, or before 1970
 * 2038-01-19T03:14:07Z                                      as asked
 * </pre>
 *
 * <p>Tried in GOVERNANCE mode, in which the object can be deleted again with the right to bypass. A crash, or a lack of that
 * right, leaves an object of a few bytes, of which the next start learns the same without leaving another.
 */
final class DateTrial {
    /** Dates beyond this are kept as this, as the local store does. */
    static final Instant LAST_DATE = Instant.parse("2200-01-01T00:00:00Z");
    /** The last second of 32 bits: what is relied on as long as nothing longer was proved. */
    static final Instant UNSIGNED = Instant.ofEpochSecond(0xffff_ffffL);

    static final Instant SIGNED = Instant.ofEpochSecond(Integer.MAX_VALUE);

    private static final Logger LOG = LoggerFactory.getLogger(DateTrial.class);
    private static final String KEY = S3Probe.PREFIX + "date";

    private final S3Connection connection;
    private final String bucket;

    DateTrial(S3Connection connection) {
        this.connection = connection;
        this.bucket = connection.settings().wormBucket();
    }

    /** The latest date that the store gives back as it was given. */
    Instant latest() throws IOException {
        if (isKnownToKeep(LAST_DATE)) {
            return LAST_DATE;
        }
        for (Instant date : List.of(LAST_DATE, UNSIGNED, SIGNED)) {
            try {
                if (keeps(date)) {
                    return date;
                }
            } catch (StoreFailedException e) {
                if (e.mayHaveHappened()) {
                    throw e;
                }
                // A policy that limits retention, or forbids this mode: then each date shows what it is when it is set.
                LOG.info("the object store of bucket {} refuses a lock until {}: {}", bucket, date, e.getMessage());
            }
        }
        LOG.warn("the object store of bucket {} does not let its dates be tried", bucket);
        return UNSIGNED;
    }

    private boolean isKnownToKeep(Instant date) throws IOException {
        var left = S3Failures.trying(
                "list earlier trials of dates", () -> connection.patient().listObjectVersions(b -> b.bucket(bucket)
                        .prefix(KEY)));
        for (var version : left.versions()) {
            if (version.key().equals(KEY) && date.equals(dateOf(version.versionId()))) {
                return true;
            }
        }
        return false;
    }

    private boolean keeps(Instant date) throws IOException {
        String version = S3Failures.trying("lock an object until " + date, () -> connection
                .once()
                .putObject(
                        b -> b.bucket(bucket)
                                .key(KEY)
                                .objectLockMode(ObjectLockMode.GOVERNANCE)
                                .objectLockRetainUntilDate(date),
                        RequestBody.fromString("This object tries until when a lock can last."))
                .versionId());
        boolean kept = date.equals(dateOf(version));
        try {
            S3Failures.trying("delete " + KEY, () -> connection
                    .once()
                    .deleteObject(
                            b -> b.bucket(bucket).key(KEY).versionId(version).bypassGovernanceRetention(true)));
        } catch (StoreFailedException e) {
            LOG.info("{} stays in bucket {}: {}", KEY, bucket, e.getMessage());
        }
        return kept;
    }

    private Instant dateOf(String version) throws IOException {
        HeadObjectResponse head = S3Failures.trying("read the lock of " + KEY, () -> connection
                .patient()
                .headObject(b -> b.bucket(bucket).key(KEY).versionId(version)));
        Instant date = head.objectLockRetainUntilDate();
        return date == null ? Instant.EPOCH : date;
    }
}
