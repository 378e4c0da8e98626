package org.unbroken.storage.intake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;

/**
 * A completed upload, all of its bytes durable in the staging area: what the seal job is fed with.
 *
 * @param sequence its place among all landings, from 0, without holes; 0 where sessions are shared, since several
 *     gateways land uploads there and the queue they are published to has an order of its own
 * @param size bytes
 * @param chunks the gateway's digest of each 8 MiB chunk, taken as the bytes arrived
 * @param receivedAt server's clock at completion
 * @param clockOffsetMicros device clock − server clock when the upload was created; empty if the camera told no time
 * @param metadata what {@link UploadSession#metadata} held
 */
public record Landing(
        long sequence,
        RecordingId recording,
        String agency,
        String camera,
        String uploader,
        long size,
        List<Sha256> chunks,
        Instant receivedAt,
        java.util.OptionalLong clockOffsetMicros,
        Map<String, String> metadata) {
    public Landing {
        if (sequence < 0 || size < 0) {
            throw new IllegalArgumentException("landing " + sequence + " of " + size + " bytes");
        }
        chunks = List.copyOf(chunks);
        metadata = Map.copyOf(metadata);
    }

    /** What is left of it once the recording was disposed of. */
    Landing emptied() {
        return new Landing(
                sequence,
                recording,
                agency,
                camera,
                uploader,
                size,
                List.of(),
                receivedAt,
                clockOffsetMicros,
                Map.of());
    }
}
