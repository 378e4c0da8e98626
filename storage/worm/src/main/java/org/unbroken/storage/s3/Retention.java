package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** Until when a version is locked, in COMPLIANCE mode: set, and always read back. It can be lengthened only. */
final class Retention {
    private static final int ATTEMPTS = 4;

    private final S3Connection connection;
    private final String bucket;
    private volatile Instant latest = DateTrial.UNSIGNED;

    Retention(S3Connection connection) {
        this.connection = connection;
        this.bucket = connection.settings().wormBucket();
    }

    /** What the store has proved to keep. Before that: what 32 bits of seconds take. */
    void provedUntil(Instant date) {
        latest = date;
    }

    Instant latest() {
        return latest;
    }

    /** The date that is asked for, as the store will keep it; to be called before anything is written. */
    Instant checked(ObjectKey key, Instant date) throws IOException {
        Instant whole = wholeSeconds(date);
        if (whole.isAfter(latest)) {
            throw new IOException(key + " is to be locked until " + whole + ", but the object store behind bucket "
                    + bucket + " keeps no date after " + latest
                    + " (a later one would come back as one long past): choose a shorter retention");
        }
        return whole;
    }

    /** Stores keep whole seconds: the next one, never a shorter time than was asked for. */
    static Instant wholeSeconds(Instant date) {
        if (!date.isBefore(DateTrial.LAST_DATE)) {
            return DateTrial.LAST_DATE;
        }
        Instant floor = date.truncatedTo(ChronoUnit.SECONDS);
        return floor.equals(date) ? floor : floor.plusSeconds(1);
    }

    /** Makes sure that the version is locked at least as long, and says what the store then says. */
    StoredObject atLeast(ObjectVersion version, Instant retainUntil) throws IOException {
        Instant date = checked(version.key(), retainUntil);
        HeadObjectResponse present = head(version.key(), version.versionId());
        if (isLocked(present, date)) {
            return stored(version, present);
        }
        for (int attempt = 1; ; attempt++) {
            StoreFailedException refusal = null;
            try {
                set(version.key(), version.versionId(), date);
            } catch (StoreFailedException e) {
                // Somebody was faster, perhaps with a later date, which Ceph may answer with 500. What is there
                // decides.
                refusal = e;
            }
            HeadObjectResponse kept = head(version.key(), version.versionId());
            if (isLocked(kept, date)) {
                return stored(version, kept);
            }
            if (refusal == null || !refusal.mayHaveHappened() || attempt == ATTEMPTS) {
                throw new IOException(
                        version.key() + " was to be locked until " + date
                                + " in COMPLIANCE mode, but the store says mode " + kept.objectLockModeAsString()
                                + ", until " + kept.objectLockRetainUntilDate(),
                        refusal);
            }
        }
    }

    /** What the store says of a version; one without a lock is reported as kept until 1970. */
    StoredObject stored(ObjectVersion version) throws IOException {
        return stored(version, head(version.key(), version.versionId()));
    }

    private static StoredObject stored(ObjectVersion version, HeadObjectResponse head) {
        Instant date = head.objectLockRetainUntilDate();
        return new StoredObject(
                version.key(),
                version.size(),
                date == null || head.objectLockMode() != ObjectLockMode.COMPLIANCE ? Instant.EPOCH : date,
                isHeld(head));
    }

    void set(ObjectKey key, String versionId, Instant date) throws IOException {
        S3Failures.trying(
                "lock " + key + " until " + date, () -> connection.once().putObjectRetention(b -> b.bucket(bucket)
                        .key(key.value())
                        .versionId(versionId)
                        .retention(
                                r -> r.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(date))));
    }

    /** Holds a version whatever its date, until released. Read back too. */
    void hold(ObjectVersion version, boolean on) throws IOException {
        ObjectLockLegalHoldStatus wanted = on ? ObjectLockLegalHoldStatus.ON : ObjectLockLegalHoldStatus.OFF;
        S3Failures.trying(
                (on ? "hold " : "release ") + version.key(),
                () -> connection.patient().putObjectLegalHold(b -> b.bucket(bucket)
                        .key(version.key().value())
                        .versionId(version.versionId())
                        .legalHold(h -> h.status(wanted))));
        if (isHeld(head(version.key(), version.versionId())) != on) {
            throw new IOException("the legal hold of " + version.key() + " was to be " + wanted
                    + " and is not: does this store keep legal holds, and may these credentials read them"
                    + " (s3:GetObjectLegalHold)?");
        }
    }

    private static boolean isHeld(HeadObjectResponse head) {
        return head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
    }

    HeadObjectResponse head(ObjectKey key, String versionId) throws IOException {
        return S3Failures.trying("read the lock of " + key, () -> connection
                .patient()
                .headObject(b -> b.bucket(bucket).key(key.value()).versionId(versionId)));
    }

    static boolean isLocked(HeadObjectResponse head, Instant date) {
        return head.objectLockMode() == ObjectLockMode.COMPLIANCE
                && head.objectLockRetainUntilDate() != null
                && !head.objectLockRetainUntilDate().isBefore(date);
    }
}
