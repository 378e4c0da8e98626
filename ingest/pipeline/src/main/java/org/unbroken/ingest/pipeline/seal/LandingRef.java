package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.util.Objects;
import org.unbroken.storage.intake.Landing;

/**
 * A landing on its way through the seal job. It carries the landing, so that no operator has to look it up.
 *
 * @param sequence the landing's number where it is queued by number
 * @param attempt how often it has been tried, from 1
 */
public record LandingRef(long sequence, int attempt, EncodedLanding encoded) {
    /**
     * Refuses what Flink makes of an element of releases that had sequence and attempt alone: the checkpoint then cannot be
     * read, at once and each time, and the job starts anew. With an absent landing it would resume, and fail for ever.
     */
    public LandingRef {
        Objects.requireNonNull(encoded, "a landing's bytes: the checkpoint is an older release's");
    }

    public static LandingRef of(Landing landing, int attempt) {
        return new LandingRef(landing.sequence(), attempt, EncodedLanding.of(landing));
    }

    /** The landing itself. */
    public Landing landing() throws IOException {
        return encoded.decoded();
    }

    LandingRef again() {
        return new LandingRef(sequence, attempt + 1, encoded);
    }
}
