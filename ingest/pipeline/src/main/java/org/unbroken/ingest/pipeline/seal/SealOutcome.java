package org.unbroken.ingest.pipeline.seal;

/**
 * What became of a landing: small and serialisable, since it travels through Flink.
 *
 * @param document the manifest's digest in hex; empty unless sealed
 * @param detail canonical JSON of the custody event's detail; empty when failed
 * @param reason in an operator's words; empty when sealed
 */
public record SealOutcome(LandingRef ref, Kind kind, String document, String detail, String reason) {

    /** The three ends of a try. */
    public enum Kind {
        SEALED,
        QUARANTINED,
        /** To be tried again. */
        FAILED
    }

    static SealOutcome sealed(LandingRef ref, String document, String detail) {
        return new SealOutcome(ref, Kind.SEALED, document, detail, "");
    }

    static SealOutcome quarantined(LandingRef ref, String detail, String reason) {
        return new SealOutcome(ref, Kind.QUARANTINED, "", detail, reason);
    }

    static SealOutcome failed(LandingRef ref, String reason) {
        return new SealOutcome(ref, Kind.FAILED, "", "", reason);
    }
}
