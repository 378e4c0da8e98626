package org.unbroken.benchmarks.jmh;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyFact;

/** Facts about recordings that there are not: enough of them for the log and the ledger. */
final class MadeUp {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    static final int CAMERAS = 64;

    private static final SecureRandom RANDOM = new SecureRandom();
    private final AtomicLong made = new AtomicLong();

    /** A new recording's, a millisecond newer than the one before; the cameras take turns. */
    CustodyFact received() {
        long number = made.getAndIncrement();
        RecordingId id = RecordingId.generate(InstantSource.fixed(NOW.plusMillis(number)), RANDOM);
        return fact(
                CustodyEvent.RECEIVED,
                id,
                camera(number),
                JsonObject.builder()
                        .put("filename", "film-" + number + ".mp4")
                        .put("camera", camera(number))
                        .put("officer", "4711")
                        .put("case", "case-" + number % 1000)
                        .put("recorded_start", "2026-11-21T18:00:00Z")
                        .put("sequence", Long.toString(number))
                        .build(),
                Optional.of(64L << 20),
                Optional.of(ChunkChain.of(id.value(), List.of(Sha256.of(id.value())))),
                Optional.empty());
    }

    CustodyFact sealed(CustodyFact received) {
        return fact(
                CustodyEvent.SEALED,
                received.recording(),
                received.camera().orElseThrow(),
                JsonObject.builder()
                        .put("sha256", Sha256.of(received.recording().value()).hex())
                        .build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Sha256.of("manifest of " + received.recording())));
    }

    static String camera(long number) {
        return "cam-" + number % CAMERAS;
    }

    private static CustodyFact fact(
            CustodyEvent event,
            RecordingId id,
            String camera,
            JsonObject detail,
            Optional<Long> size,
            Optional<Sha256> chain,
            Optional<Sha256> document) {
        return new CustodyFact(
                event, "", id, "pd-east", Optional.of(camera), NOW, "benchmark", detail, size, chain, document);
    }
}
