package org.unbroken.ingest.gateway.upload;

import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.UploadChecksum;

/**
 * What a request that brings bytes says before it brings them, and what of it contradicts the upload that it is for.
 *
 * @param length {@code Upload-Length}, for an upload whose length was deferred
 * @param bodyLength {@code Content-Length}; empty when the body comes in HTTP chunks
 */
public record PatchStart(long offset, OptionalLong length, OptionalLong bodyLength, Optional<UploadChecksum> checksum) {

    /**
     * Refuses what does not go on where the upload stands.
     *
     * @param have bytes that are here
     * @param announced the upload's length, where it is known
     * @return how long the upload may become by this request, in bytes
     */
    long limit(long have, OptionalLong announced, long maxBytes) throws RefusedException {
        if (offset != have) {
            throw Refusals.offset(have, offset);
        }
        long limit = length.isEmpty() ? announced.orElse(maxBytes) : announcedNow(have, announced, maxBytes);
        if (bodyLength.isPresent() && bodyLength.getAsLong() > limit - have) {
            boolean deferred = announced.isEmpty() && length.isEmpty();
            throw deferred ? Refusals.tooLong(limit) : Refusals.surplus(limit, have);
        }
        return limit;
    }

    private long announcedNow(long have, OptionalLong announced, long maxBytes) throws RefusedException {
        long now = length.getAsLong();
        if (announced.isPresent() && announced.getAsLong() != now) {
            throw Refusals.length("The upload was announced with " + announced.getAsLong()
                    + " bytes; a length once set does not change.");
        }
        if (now > maxBytes) {
            throw Refusals.tooLong(maxBytes);
        }
        if (now < have) {
            throw Refusals.length("It says " + now + ", but " + have + " bytes are already here.");
        }
        return now;
    }

    /** For an upload that has landed: a request that adds nothing is answered as the last one was. */
    void requireNothingNew(long size) throws RefusedException {
        if (offset != size) {
            throw Refusals.offset(size, offset);
        }
        if (length.isPresent() && length.getAsLong() != size) {
            throw Refusals.length("The upload has " + size + " bytes; a length once set does not change.");
        }
        if (bodyLength.orElse(0) > 0) {
            throw Refusals.surplus(size, size);
        }
    }
}
