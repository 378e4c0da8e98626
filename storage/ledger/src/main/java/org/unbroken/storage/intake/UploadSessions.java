package org.unbroken.storage.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.staging.Settled;

/**
 * The gateway's memory of uploads. Writes survive a killed process when they return; those marked <em>synced</em> also
 * a power cut. Changing an upload that is unknown or completed throws {@link IllegalStateException}, except where said
 * otherwise.
 */
public interface UploadSessions {

    /** Synced. Throws {@link IllegalStateException} when the id is taken. */
    void create(UploadSession session) throws IOException;

    /**
     * The session, also of a completed upload, as it last was: HEAD still answers with its metadata. Whether it is
     * completed, {@link #landing} says.
     */
    Optional<UploadSession> find(RecordingId id) throws IOException;

    /**
     * Makes this process the one whose changes count, where sessions are shared: from now on a change by whoever acquired
     * it before throws {@link TakenOverException}. Nothing where they are this process's own.
     */
    void acquire(RecordingId id) throws IOException;

    /** Whether no other process has acquired the upload since this one did, nor ended it. */
    boolean isHeld(RecordingId id) throws IOException;

    /** Sets a deferred length, once; the same one again changes nothing. Synced. */
    void setLength(RecordingId id, long length) throws IOException;

    /** Where unverified bytes begin; empty clears the mark. */
    void markUnverified(RecordingId id, OptionalLong from) throws IOException;

    /** Records that bytes are being written during this boot. */
    void markBoot(RecordingId id, String bootId) throws IOException;

    /** Moves the expiry of an unfinished upload. */
    void extend(RecordingId id, Instant expires) throws IOException;

    /** Records the digest of a full chunk. Called only after the chunk's bytes were synced. */
    void putChunk(RecordingId id, int index, Sha256 digest) throws IOException;

    /** The recorded digests, from chunk 0 up to the first that is missing; none once the landing holds them. */
    List<Sha256> chunks(RecordingId id) throws IOException;

    /** Forgets digests from this chunk on: their bytes were thrown away. None there: nothing happens. */
    void dropChunks(RecordingId id, int fromIndex) throws IOException;

    /**
     * Ends the session and appends its landing, in one synced write: there is exactly one landing for each completed
     * upload. Called again for a completed upload it returns the landing that is there.
     *
     * @throws LandingUnpublishedException when the landing is decided and its announcement failed, where it is announced
     * @param chunks all chunk digests, the last (short) one included
     * @throws IllegalArgumentException when they are not as many as the size has, or the size is not the one announced
     */
    Landing complete(RecordingId id, long size, List<Sha256> chunks, Instant receivedAt, OptionalLong clockOffsetMicros)
            throws IOException;

    /**
     * The landing of a completed upload. Where it is decided and the seal job's queue was not told, it is told now.
     *
     * @throws LandingUnpublishedException when that fails: the upload is whole, and not complete yet
     */
    Optional<Landing> landing(RecordingId id) throws IOException;

    /**
     * Tells the seal job's queue of landings that are decided and that it was not told of, by whichever process.
     *
     * @return how many still wait, of the {@code max} that were looked at
     */
    default int republish(int max) throws IOException {
        return 0;
    }

    /**
     * Announces once more what was announced long ago and is not settled: a queue that lost it would never tell.
     *
     * @return how many were announced again, of the {@code max} oldest that were looked at
     * @throws IOException when the queue, or whoever knows what is settled, does not answer: the rest is for the next look
     */
    default int announceAgain(Settled settled, int max) throws IOException {
        return 0;
    }

    /**
     * Announces once more all that was announced within the hours that {@link #announceAgain} looks back on and is not
     * settled, however lately: the queue is known to have been emptied. Doing it again is harmless.
     *
     * @param done what was announced already, and is passed over; filled with what is announced now
     * @return how many were announced again
     * @throws IOException when one of them could not be, after the others were tried; to be done again
     */
    default int announceAllAgain(Settled settled, Set<RecordingId> done) throws IOException {
        return 0;
    }

    /** Landings that wait to be announced, as far as this process knows; asks nobody. */
    default long unpublished() {
        return 0;
    }

    /** Unfinished uploads of one camera. */
    int openUploads(String agency, String camera) throws IOException;

    /** The same, themselves, in the order of their ids. */
    List<UploadSession> openSessions(String agency, String camera) throws IOException;

    /** Unfinished uploads in all. */
    long openUploads() throws IOException;

    /** Unfinished uploads whose expiry lies before this moment, at most {@code max}. */
    List<UploadSession> expired(Instant now, int max) throws IOException;

    /** Forgets an unfinished upload; one that is completed or unknown is left as it is and false returned. Synced. */
    boolean discard(RecordingId id) throws IOException;
}
