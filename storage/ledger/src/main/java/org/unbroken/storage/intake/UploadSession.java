package org.unbroken.storage.intake;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;

/**
 * One upload as the cameras' door knows it. Its id is the recording id.
 *
 * @param agency whose recording it is, from the token
 * @param camera the camera's id, unique within its agency
 * @param uploader id of the token or certificate that created it; nobody else of the agency but it may be a different
 *     dock, so this is for the record, not for access
 * @param length bytes announced; empty while the length is deferred
 * @param metadata the {@code Upload-Metadata} keys that the design names, decoded
 * @param rawMetadata the header as it came, for HEAD to answer with
 * @param expires when an unfinished upload may be discarded
 * @param unverifiedFrom where a request with {@code Upload-Checksum} began whose digest has not been checked yet: bytes
 *     from here on do not count; empty when there is none
 * @param syncedBoot the boot (kernel boot id) during which bytes were last written: after another boot only bytes
 *     covered by recorded chunk digests are known to have survived
 */
public record UploadSession(
        RecordingId id,
        String agency,
        String camera,
        String uploader,
        OptionalLong length,
        Map<String, String> metadata,
        String rawMetadata,
        Instant created,
        Instant expires,
        OptionalLong unverifiedFrom,
        String syncedBoot) {
    public UploadSession {
        if (length.isPresent() && length.getAsLong() < 0) {
            throw new IllegalArgumentException("a length of " + length.getAsLong());
        }
        if (unverifiedFrom.isPresent() && unverifiedFrom.getAsLong() < 0) {
            throw new IllegalArgumentException("unverified from " + unverifiedFrom.getAsLong());
        }
        metadata = Map.copyOf(metadata);
    }

    UploadSession withLength(long announced) {
        return with(OptionalLong.of(announced), expires, unverifiedFrom, syncedBoot);
    }

    UploadSession withExpires(Instant later) {
        return with(length, later, unverifiedFrom, syncedBoot);
    }

    UploadSession withUnverifiedFrom(OptionalLong from) {
        return with(length, expires, from, syncedBoot);
    }

    UploadSession withSyncedBoot(String boot) {
        return with(length, expires, unverifiedFrom, boot);
    }

    private UploadSession with(OptionalLong newLength, Instant newExpires, OptionalLong from, String boot) {
        return new UploadSession(
                id, agency, camera, uploader, newLength, metadata, rawMetadata, created, newExpires, from, boot);
    }
}
