package org.unbroken.storage.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;

/** Made-up uploads. */
final class Uploads {
    static final Duration AGAIN = Duration.ofHours(6);
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");

    private Uploads() {}

    static RecordingId id(int number) {
        return new RecordingId("01933333-0000-7000-8000-%012x".formatted(number));
    }

    static UploadSession session(int number) {
        return session(number, OptionalLong.empty());
    }

    /** Cameras alternate; c-1 and c-10 are there to be told apart though one is the other's prefix. */
    static UploadSession session(int number, OptionalLong length) {
        return new UploadSession(
                id(number),
                "agency",
                number % 2 == 0 ? "c-1" : "c-10",
                "t-0011223344556677",
                length,
                Map.of("filename", "巡逻 " + number + ".mp4", "sequence", "" + number),
                "filename 5bey,sequence MQ==",
                NOON,
                NOON.plusSeconds(3600L * number),
                OptionalLong.empty(),
                "boot-1");
    }

    static Sha256 digest(int number) {
        return Sha256.of("chunk " + number);
    }

    static java.util.List<Sha256> digests(long size) {
        return IntStream.range(0, (int) ChunkChain.count(size))
                .mapToObj(Uploads::digest)
                .toList();
    }
}
