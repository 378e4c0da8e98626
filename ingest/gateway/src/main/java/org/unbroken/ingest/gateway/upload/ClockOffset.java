package org.unbroken.ingest.gateway.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.unbroken.ingest.gateway.tus.MetadataKey;
import org.unbroken.storage.intake.UploadSession;

/** How far the camera's clock was ahead of ours when it created its upload, in microseconds. */
final class ClockOffset {
    /**
     * 2^52 µs, about 142 years: what every reader of the manifest can hold and add to. A camera that lives in the year
     * 9999 has no clock to speak of; its upload is taken in as that of one that told no time, and what it told stays in
     * the metadata.
     */
    private static final Duration MOST = Duration.ofSeconds((1L << 52) / 1_000_000);

    private ClockOffset() {}

    /** Never throws: an upload that came this far must be able to land, whatever its camera says of the time. */
    static OptionalLong micros(UploadSession session) {
        String told = session.metadata().get(MetadataKey.DEVICE_TIME.wire());
        if (told == null) {
            return OptionalLong.empty();
        }
        // The header's parser let only such a text through.
        Duration offset = Duration.between(session.created(), Instant.parse(told));
        return offset.abs().compareTo(MOST) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(offset.getNano(), 1000) + offset.getSeconds() * 1_000_000);
    }
}
