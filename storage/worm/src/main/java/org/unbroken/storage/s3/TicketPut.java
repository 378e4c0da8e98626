package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;

/**
 * Puts an object under a key that says nothing of its bytes, so that one version comes of it, whoever else tries and
 * wherever one dies. A lock bucket knows no conditional put; a multipart upload that is completed twice leaves one version.
 *
 * <pre>
 * look                       there: compare, lock, done
 * create upload              a crash here leaves an upload that nobody names: the sweep aborts it
 * claim it (create, CAS)     a crash from here on: the next put of the same bytes goes on with the same upload
 * look again                 somebody may have finished, and taken the claim away, since the first look
 * put the part, complete     one version, locked for a day by the bucket's default
 * look: the oldest is it     a crash from here on: the next put, or the sweep, sets the date that the claim names
 * lock, read back
 * delete the claim
 * </pre>
 *
 * A claim with other bytes is given time to become an object, which then stays. One that does not is a dead writer's: its
 * upload is aborted first, so that it can never become an object afterwards, and only then the claim is taken over. Once
 * there is an object no upload is aborted but one's own: the parts may be that object.
 */
final class TicketPut {
    private static final int ATTEMPTS = 12;
    private static final long PAUSE_MILLISECONDS = 100;
    /** How often, and how long each time, a claim with other bytes is waited for: two seconds in all. */
    private static final int WAITS = 20;

    private final MultipartUploads uploads;
    private final SharedDocuments documents;
    private final Versions versions;
    private final Retention retention;
    private final SameBytes same;
    private final InstantSource clock;
    private final Pause pause;

    TicketPut(
            MultipartUploads uploads,
            SharedDocuments documents,
            Versions versions,
            Retention retention,
            SameBytes same,
            InstantSource clock,
            Pause pause) {
        this.uploads = uploads;
        this.documents = documents;
        this.versions = versions;
        this.retention = retention;
        this.same = same;
        this.clock = clock;
        this.pause = pause;
    }

    StoredObject put(ObjectKey key, byte[] bytes, Sha256 digest, Instant retainUntil) throws IOException {
        String mine = "";
        String gone = "";
        for (int attempt = 1; ; attempt++) {
            Optional<ObjectVersion> found = versions.oldest(key);
            if (found.isPresent()) {
                return keep(found.get(), bytes, mine, retainUntil);
            }
            String upload = "";
            try {
                Claim claim = claim(key, digest, retainUntil, gone);
                if (claim != null) {
                    upload = claim.uploadId();
                    UploadedPart part = uploads.put(key, upload, 1, bytes);
                    mine = uploads.complete(key, upload, List.of(part)).orElse("");
                }
            } catch (UploadGoneException e) {
                // Completed by one with the same bytes, then the next look finds the object; else aborted.
                gone = upload;
                checkAttempts(attempt, e);
            } catch (StoreFailedException e) {
                if (!e.mayHaveHappened()) {
                    throw e;
                }
                checkAttempts(attempt, e);
                pause.of(PAUSE_MILLISECONDS * attempt);
            }
            checkAttempts(attempt, null);
        }
    }

    private static void checkAttempts(int attempt, @Nullable IOException cause) throws IOException {
        if (attempt == ATTEMPTS) {
            throw cause != null ? cause : new IOException("others kept writing the same object; it is not there yet");
        }
    }

    private StoredObject keep(ObjectVersion version, byte[] bytes, String mine, Instant retainUntil)
            throws IOException {
        if (!version.versionId().equals(mine)) {
            same.check(version, bytes);
        }
        StoredObject kept = retention.atLeast(version, retainUntil);
        documents.delete(Claim.documentName(version.key()));
        return kept;
    }

    /** Null: look again, something has changed. */
    private @Nullable Claim claim(ObjectKey key, Sha256 digest, Instant retainUntil, String gone) throws IOException {
        Optional<SharedDocument> present = documents.find(Claim.documentName(key));
        if (present.isPresent()) {
            Claim other = Claim.decode(present.get().bytes());
            boolean sameBytes = other.sha256().equals(digest);
            if (sameBytes && !other.uploadId().equals(gone)) {
                return other;
            }
            if (!sameBytes && isAlive(key, present.get())) {
                return null;
            }
            if (versions.oldest(key).isPresent()) {
                return null;
            }
            uploads.abort(key, other.uploadId());
            if (versions.oldest(key).isPresent()) {
                return null;
            }
        }
        Claim own = new Claim(uploads.create(key), digest, retainUntil, clock.instant());
        try {
            if (present.isPresent()) {
                documents.replace(present.get(), own.encoded());
            } else {
                documents.create(Claim.documentName(key), own.encoded());
            }
        } catch (SharedConflictException e) {
            uploads.abort(key, own.uploadId());
            return null;
        }
        if (versions.oldest(key).isPresent()) {
            uploads.abort(key, own.uploadId());
            return null;
        }
        return own;
    }

    /** Waits until the claim has become an object or has changed; false when neither comes. */
    private boolean isAlive(ObjectKey key, SharedDocument claim) throws IOException {
        for (int i = 0; i < WAITS; i++) {
            pause.of(PAUSE_MILLISECONDS);
            boolean unchanged = documents
                    .find(claim.name())
                    .filter(now -> now.tag().equals(claim.tag()))
                    .isPresent();
            if (!unchanged || versions.oldest(key).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
