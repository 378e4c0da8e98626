package org.unbroken.ingest.gateway.upload;

import java.time.Duration;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;

/**
 * What uploads may cost.
 *
 * @param maxBytes of one upload
 * @param expiry an unfinished upload that nothing was sent to for so long is discarded; one that nothing was ever sent to, after an hour
 * @param openPerCamera unfinished uploads of one camera
 * @param reserveBytes free space of the staging area that uploads leave alone: sealing needs some to go on
 * @param inFlightBytes received and not yet written, over all uploads
 * @param inFlightBytesPerUpload the same, of one upload
 * @param idleFiles files kept open between the requests of their uploads
 * @param idleFor how long
 * @param unpublishedLandings uploads that are whole and could not be announced to the seal job's queue: with so many
 *     nothing more is taken in until it is back
 */
public record UploadLimits(
        long maxBytes,
        Duration expiry,
        int openPerCamera,
        long reserveBytes,
        long inFlightBytes,
        int inFlightBytesPerUpload,
        int idleFiles,
        Duration idleFor,
        int unpublishedLandings) {
    private static final int UNPUBLISHED_LANDINGS = 1000;
    /** How long an upload is kept that no byte has come for: it holds nothing but a place among its camera's. */
    private static final Duration EMPTY_EXPIRY = Duration.ofHours(1);
    /** From this age on an upload without a byte makes room for a new one, where its camera has no place left. */
    static final Duration EMPTY_GRACE = Duration.ofMinutes(1);

    /** What RocksDB and others store as a length, and canonical JSON can say: below 2^53. */
    private static final long MOST_BYTES = 1L << 52;

    public UploadLimits {
        require(maxBytes >= 1 && maxBytes <= MOST_BYTES, "max-upload-bytes", maxBytes, "1 to " + MOST_BYTES);
        require(expiry.compareTo(Duration.ofSeconds(1)) >= 0, "upload-expiry", expiry, "at least 1 s");
        require(openPerCamera >= 1, "open-uploads-per-camera", openPerCamera, "at least 1");
        require(reserveBytes >= 0, "disk-reserve-bytes", reserveBytes, "0 or more");
        require(inFlightBytesPerUpload >= 1, "in-flight-bytes-per-upload", inFlightBytesPerUpload, "at least 1");
        require(
                inFlightBytes >= inFlightBytesPerUpload,
                "in-flight-bytes",
                inFlightBytes,
                "at least in-flight-bytes-per-upload (" + inFlightBytesPerUpload + ")");
        require(idleFiles >= 0, "idle-files", idleFiles, "0 or more");
        require(!idleFor.isNegative(), "idle-for", idleFor, "0 or more");
        require(unpublishedLandings >= 1, "unpublished-landings", unpublishedLandings, "at least 1");
    }

    /** With the default number of landings that may wait. */
    public UploadLimits(
            long maxBytes,
            Duration expiry,
            int openPerCamera,
            long reserveBytes,
            long inFlightBytes,
            int inFlightBytesPerUpload,
            int idleFiles,
            Duration idleFor) {
        this(
                maxBytes,
                expiry,
                openPerCamera,
                reserveBytes,
                inFlightBytes,
                inFlightBytesPerUpload,
                idleFiles,
                idleFor,
                UNPUBLISHED_LANDINGS);
    }

    public UploadLimits withUnpublishedLandings(int most) {
        return new UploadLimits(
                maxBytes,
                expiry,
                openPerCamera,
                reserveBytes,
                inFlightBytes,
                inFlightBytesPerUpload,
                idleFiles,
                idleFor,
                most);
    }

    void refuseBacklog(long unpublished) throws RefusedException {
        if (unpublished >= unpublishedLandings) {
            throw Refusals.backlog(unpublished);
        }
    }

    Duration emptyExpiry() {
        return expiry.compareTo(EMPTY_EXPIRY) < 0 ? expiry : EMPTY_EXPIRY;
    }

    public static UploadLimits defaults() {
        return new UploadLimits(
                64L << 30, Duration.ofDays(7), 64, 1L << 30, 32L << 20, 1 << 20, 256, Duration.ofSeconds(15));
    }

    private static void require(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(key + " = " + value + ": must be " + rule);
        }
    }
}
