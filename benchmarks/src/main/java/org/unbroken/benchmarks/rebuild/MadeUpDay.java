package org.unbroken.benchmarks.rebuild;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.worm.ObjectKey;

/**
 * Recordings as a centre receives them, without the footage: 34 chunks each (10 TB in 35,000 files), all labels, an
 * analysis with streams, metadata, the times of each chunk and, of every tenth, a finding.
 */
final class MadeUpDay {
    private static final Instant MORNING = Instant.parse("2026-11-21T06:00:00Z");
    private static final int CHUNKS = 34;
    private static final long BYTES = CHUNKS * (8L << 20) - 12_345;
    private static final int CAMERAS = 2_000;

    private final Random random = new Random(1);
    private final java.security.SecureRandom ids = new java.security.SecureRandom();

    /** One recording: its facts in order, and the two objects they name. */
    record Made(
            CustodyFact received,
            CustodyFact sealed,
            CustodyFact inspected,
            ObjectKey manifestKey,
            Manifest manifest,
            ObjectKey analysisKey,
            JsonObject analysis) {}

    Made make(int number) {
        Instant at = MORNING.plusMillis(2_000L * number);
        RecordingId id = RecordingId.generate(InstantSource.fixed(at), ids);
        String agency = "pd-" + number % 12;
        String camera = "cam-" + number % CAMERAS;
        List<Sha256> chunks = new ArrayList<>();
        for (int i = 0; i < CHUNKS; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            chunks.add(Sha256.wrap(bytes));
        }
        Sha256 file = Sha256.of(id.value());
        Manifest manifest = Manifest.builder(id, agency, camera)
                .file("video/mp4", BYTES, file)
                .chunks(chunks)
                .recorded(Optional.of(at.minusSeconds(30_000)), Optional.of(at.minusSeconds(29_400)))
                .received(at, "dock-" + number % 40)
                .retention(at.plusSeconds(86_400L * 731), "compliance")
                .software("unbroken 0.1.0")
                .build();
        JsonObject analysis = analysis(number, id, manifest);
        Sha256 digest = Sha256.of(analysis.canonical());
        return new Made(
                fact(
                        CustodyEvent.RECEIVED,
                        "",
                        id,
                        agency,
                        Optional.of(camera),
                        at,
                        labels(number, at),
                        Optional.of(BYTES),
                        Optional.of(ChunkChain.of(id.value(), chunks)),
                        Optional.empty()),
                fact(
                        CustodyEvent.SEALED,
                        "",
                        id,
                        agency,
                        Optional.of(camera),
                        at.plusSeconds(4),
                        JsonObject.builder().put("sha256", file.hex()).build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(manifest.digest())),
                fact(
                        CustodyEvent.INSPECTED,
                        digest.hex(),
                        id,
                        agency,
                        Optional.empty(),
                        at.plusSeconds(60),
                        JsonObject.builder()
                                .put("analyser", "unbroken 0.1.0")
                                .put("description", "done")
                                .build(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(digest)),
                ObjectKey.manifest(id),
                manifest,
                ObjectKey.analysis(id, digest),
                analysis);
    }

    private static JsonObject labels(int number, Instant at) {
        return JsonObject.builder()
                .put("filename", "2026112118" + number + "_0001.MP4")
                .put("officer", "警员 " + number % 4_000)
                .put("unit", "unit-" + number % 60)
                .put("case", "A" + (4_401_000_000L + number % 9_000))
                .put("party", "当事人 " + number % 7_000)
                .put("place", "文明路 " + number % 300)
                .put("matter", "traffic")
                .put("recorded_start", Timestamps.format(at.minusSeconds(30_000)))
                .put("recorded_end", Timestamps.format(at.minusSeconds(29_400)))
                .put("received_at", Timestamps.format(at))
                .put("device_time", Timestamps.format(at.plusSeconds(3)))
                .put("sequence", Integer.toString(number / CAMERAS))
                .build();
    }

    private static JsonObject analysis(int number, RecordingId id, Manifest manifest) {
        List<Json> times = new ArrayList<>();
        for (int i = 0; i < CHUNKS; i++) {
            times.add(JsonObject.builder()
                    .put("chunk", i)
                    .put("from_us", i * 17_650_000L)
                    .put("to_us", (i + 1) * 17_650_000L)
                    .build());
        }
        List<Json> findings = new ArrayList<>();
        if (number % 10 == 0) {
            findings.add(JsonObject.builder()
                    .put("at_us", 5_000_000)
                    .put("length_us", 120_000)
                    .put("kind", "gap")
                    .put("rule", "timeline/gap")
                    .put("stream", "0:video")
                    .put("weight", "likely")
                    .put("detail", "no packet for 120 ms where the stream has one every 40 ms")
                    .build());
        }
        return JsonObject.builder()
                .put("format", "unbroken/analysis/1")
                .put("analyser", "unbroken 0.1.0")
                .put("recording", id.value())
                .put("manifest", manifest.digest().hex())
                .put("description", "done")
                .put("duration_us", 600_000_000L)
                .put("type", "video/mp4")
                .put("clock", JsonObject.builder().put("offset_us", 3_000_000).build())
                .put("chunk_times", new JsonArray(times))
                .put(
                        "continuity",
                        JsonObject.builder()
                                .put("verdict", findings.isEmpty() ? "continuous" : "interrupted")
                                .put("findings", new JsonArray(findings))
                                .build())
                .put(
                        "metadata",
                        JsonObject.builder()
                                .put("container", "mov,mp4,m4a,3gp,3g2,mj2")
                                .put("creation_time", "2026-11-21T09:40:00.000Z")
                                .put("make", "Generic")
                                .put("model", "BWC-4")
                                .build())
                .put(
                        "streams",
                        new JsonArray(List.of(
                                JsonObject.builder()
                                        .put("index", 0)
                                        .put("kind", "video")
                                        .put("codec", "h264")
                                        .put("width", 1920)
                                        .put("height", 1080)
                                        .put("rate", "25/1")
                                        .build(),
                                JsonObject.builder()
                                        .put("index", 1)
                                        .put("kind", "audio")
                                        .put("codec", "aac")
                                        .put("rate", 48_000)
                                        .build())))
                .build();
    }

    private static CustodyFact fact(
            CustodyEvent event,
            String key,
            RecordingId id,
            String agency,
            Optional<String> camera,
            Instant at,
            JsonObject detail,
            Optional<Long> size,
            Optional<Sha256> chain,
            Optional<Sha256> document) {
        return new CustodyFact(event, key, id, agency, camera, at, "token-7f3a", detail, size, chain, document);
    }
}
