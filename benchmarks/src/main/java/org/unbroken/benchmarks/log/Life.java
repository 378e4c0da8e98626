package org.unbroken.benchmarks.log;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyFact;

/**
 * One made-up recording's way through the log: received, sealed, inspected, each fact after the one before it was
 * acknowledged. No footage, no manifest, no analysis: those are not the log's.
 */
final class Life {
    static final int STEPS = 3;

    private final RecordingId id;
    private final String camera;
    private final long number;
    private final Instant at;

    Life(long number, Instant at, SecureRandom random) {
        this.id = RecordingId.generate(() -> at, random);
        this.camera = "cam-" + number % 2_000;
        this.number = number;
        this.at = at;
    }

    CustodyFact step(int step) {
        return switch (step) {
            case 0 ->
                fact(
                        CustodyEvent.RECEIVED,
                        Optional.of(camera),
                        JsonObject.builder()
                                .put("filename", "2026112118" + number + "_0001.MP4")
                                .put("officer", "4711-" + number % 900)
                                .put("unit", "东城分局巡警支队")
                                .put("case", "A4401-2026-" + number % 5_000)
                                .put("place", "人民路 " + number % 400 + " 号")
                                .put("recorded_start", "2026-11-21T18:00:00Z")
                                .put("recorded_end", "2026-11-21T18:10:00Z")
                                .put("sequence", Long.toString(number))
                                .build(),
                        Optional.of(64L << 20),
                        Optional.of(ChunkChain.of(id.value(), List.of(Sha256.of(id.value())))),
                        Optional.empty());
            case 1 ->
                fact(
                        CustodyEvent.SEALED,
                        Optional.of(camera),
                        JsonObject.builder()
                                .put("sha256", Sha256.of(id.value()).hex())
                                .build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Sha256.of("manifest of " + id)));
            default ->
                fact(
                        CustodyEvent.INSPECTED,
                        Optional.empty(),
                        JsonObject.builder().put("description", "done").build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        };
    }

    private CustodyFact fact(
            CustodyEvent event,
            Optional<String> ofCamera,
            JsonObject detail,
            Optional<Long> size,
            Optional<Sha256> chain,
            Optional<Sha256> document) {
        return new CustodyFact(event, "", id, "pd-east", ofCamera, at, "benchmark", detail, size, chain, document);
    }
}
