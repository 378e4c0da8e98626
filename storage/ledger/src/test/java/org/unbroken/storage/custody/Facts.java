package org.unbroken.storage.custody;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Facts about made-up recordings. */
public final class Facts {
    public static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    public static final SecureRandom RANDOM = new SecureRandom();
    private static long ids;

    private Facts() {}

    /** A new id, each a millisecond newer than the one before. */
    public static synchronized RecordingId id() {
        return RecordingId.generate(InstantSource.fixed(NOW.plusMillis(ids++)), RANDOM);
    }

    public static CustodyFact received(RecordingId id, String agency, String camera) {
        return received(
                id,
                agency,
                camera,
                JsonObject.builder()
                        .put("filename", "film-" + id + ".mp4")
                        .put("officer", "officer of " + camera)
                        .put("case", "case-" + camera)
                        .put("recorded_start", "2026-11-21T18:00:00Z")
                        .put("sequence", "7")
                        .build());
    }

    public static CustodyFact received(RecordingId id, String agency, String camera, JsonObject detail) {
        byte[] film = film(id);
        return new CustodyFact(
                CustodyEvent.RECEIVED,
                "",
                id,
                agency,
                Optional.of(camera),
                NOW,
                "dock-1",
                detail,
                Optional.of((long) film.length),
                Optional.of(ChunkChain.of(id.value(), List.of(Sha256.of(film)))),
                Optional.empty());
    }

    public static byte[] film(RecordingId id) {
        return ("film of " + id).getBytes(StandardCharsets.US_ASCII);
    }

    public static Manifest manifest(RecordingId id, String agency, String camera) {
        return manifest(id, agency, camera, film(id));
    }

    public static Manifest manifest(RecordingId id, String agency, String camera, byte[] film) {
        return Manifest.builder(id, agency, camera)
                .file("video/mp4", film.length, Sha256.of(film))
                .chunks(List.of(Sha256.of(film)))
                .recorded(Optional.of(NOW.minusSeconds(7200)), Optional.empty())
                .received(NOW, "dock-1")
                .retention(NOW.plusSeconds(86_400 * 731L), "compliance")
                .software("unbroken test")
                .build();
    }

    /** Puts original and manifest, as the seal job does, and gives the fact. */
    public static CustodyFact sealed(WormStore worm, RecordingId id, String agency, String camera) throws Exception {
        return sealed(worm, id, agency, camera, film(id));
    }

    public static CustodyFact sealed(WormStore worm, RecordingId id, String agency, String camera, byte[] film)
            throws Exception {
        Manifest manifest = manifest(id, agency, camera, film);
        worm.put(ObjectKey.original(id), film, NOW.plusSeconds(86_400));
        worm.put(ObjectKey.manifest(id), manifest.bytes(), NOW.plusSeconds(86_400));
        return sealed(id, agency, camera, manifest);
    }

    public static CustodyFact sealed(RecordingId id, String agency, String camera, Manifest manifest) {
        return new CustodyFact(
                CustodyEvent.SEALED,
                "",
                id,
                agency,
                Optional.of(camera),
                NOW.plusSeconds(5),
                "seal",
                JsonObject.builder().put("sha256", manifest.fileSha256().hex()).build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(manifest.digest()));
    }

    public static CustodyFact quarantined(RecordingId id, String agency, String camera) {
        return new CustodyFact(
                CustodyEvent.QUARANTINED,
                "",
                id,
                agency,
                Optional.of(camera),
                NOW.plusSeconds(5),
                "seal",
                JsonObject.builder()
                        .put("reason", "chunk 0 differs")
                        .put("expected", Sha256.of("a").hex())
                        .put("found", Sha256.of("b").hex())
                        .build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static CustodyFact inspected(WormStore worm, RecordingId id, String agency, String verdict)
            throws Exception {
        JsonObject analysis = JsonObject.builder()
                .put("recording", id.value())
                .put("continuity", JsonObject.builder().put("verdict", verdict).build())
                .build();
        Sha256 digest = Sha256.of(analysis.canonical());
        worm.put(ObjectKey.analysis(id, digest), analysis.canonical(), NOW.plusSeconds(86_400));
        return new CustodyFact(
                CustodyEvent.INSPECTED,
                digest.hex(),
                id,
                agency,
                Optional.empty(),
                NOW.plusSeconds(9),
                "describe",
                JsonObject.builder().put("description", "done").build(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(digest));
    }

    public static CustodyFact plain(CustodyEvent event, String key, RecordingId id, String agency) {
        return new CustodyFact(
                event,
                key,
                id,
                agency,
                Optional.empty(),
                NOW.plusSeconds(20),
                "token-9",
                JsonObject.builder().put("why", "because").build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
