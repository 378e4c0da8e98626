package org.unbroken.storage.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyEvents.Blocked;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.intake.Landing;

/** Landings and facts that nobody made. */
final class MadeUp {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

    private MadeUp() {}

    static RecordingId recording(long number) {
        return new RecordingId("019aa5f0-0000-7000-8000-%012x".formatted(number));
    }

    static Landing landing(long number, String camera) {
        return new Landing(
                number,
                recording(number),
                "traffic",
                camera,
                "t-0011223344556677",
                (8L << 20) + 1,
                List.of(Sha256.of("first"), Sha256.of("second")),
                NOON,
                OptionalLong.of(-1_500_000),
                Map.of("filename", "夜班 1.mp4", "officer", "王"));
    }

    static CustodyFact received(long number, String camera) {
        return new CustodyFact(
                CustodyEvent.RECEIVED,
                "",
                recording(number),
                "traffic",
                Optional.of(camera),
                NOON,
                "t-0011223344556677",
                JsonObject.builder().put("filename", "夜班 1.mp4").build(),
                Optional.of((8L << 20) + 1),
                Optional.of(Sha256.of("chain")),
                Optional.empty());
    }

    static CustodyFact sealed(long number, String camera) {
        return new CustodyFact(
                CustodyEvent.SEALED,
                "",
                recording(number),
                "traffic",
                Optional.of(camera),
                NOON,
                "seal",
                JsonObject.builder().put("sha256", Sha256.of("file").hex()).build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Sha256.of("manifest")));
    }

    static CustodyFact viewed(long number) {
        return new CustodyFact(
                CustodyEvent.VIEWED,
                "page 2026-11-21",
                recording(number),
                "traffic",
                Optional.empty(),
                NOON,
                "t-8899aabbccddeeff",
                JsonObject.builder().build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Blocked blocked(long number, String camera) {
        return new Blocked(recording(number), "traffic", camera, 42, "the store does not answer");
    }
}
