package org.unbroken.ingest.pipeline.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import org.unbroken.storage.rules.calendar.WorkingCalendar;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

class SealerTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-20T18:00:00Z");

    @TempDir
    Path dir;

    private LocalStagingArea staging;
    private LocalWormStore worm;
    private Sealer sealer;
    private AgencyRules rules = AgencyRules.NONE;

    @BeforeEach
    void open() throws IOException {
        staging = new LocalStagingArea(dir.resolve("staging"), new LocalDisk());
        staging.start();
        worm = new LocalWormStore(dir.resolve("worm"), staging, new LocalDisk(), new LocalWormSettings(false));
        worm.start();
        sealer = sealer("unbroken test");
    }

    @AfterEach
    void close() throws IOException {
        worm.close();
        staging.close();
    }

    private Sealer sealer(String software) {
        return sealer(software, false);
    }

    private Sealer sealer(String software, boolean sm3) {
        PipelineSettings settings = new PipelineSettings(
                        dir.resolve("flink"),
                        dir.resolve("derived"),
                        Duration.ofSeconds(1),
                        1,
                        1,
                        Period.ofYears(2),
                        "local",
                        software)
                .withSm3(sm3)
                .withRules(rules);
        return new Sealer(worm, new RightOfWay(), settings, new StageTimes(new PrometheusRegistry()));
    }

    private Landing land(byte[] bytes, Map<String, String> metadata) throws IOException {
        RecordingId id = RecordingId.generate(InstantSource.fixed(RECEIVED), new SecureRandom());
        try (StagedFile file = staging.create(id)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync(file.length());
        }
        return new Landing(
                0,
                id,
                "default",
                "cam-1",
                "dock-1",
                bytes.length,
                ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES),
                RECEIVED,
                OptionalLong.empty(),
                metadata);
    }

    private static byte[] footage(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Manifest manifest(Landing landing) throws IOException {
        return Manifest.parse(worm.read(ObjectKey.manifest(landing.recording()), Manifest.MAX_BYTES));
    }

    @Test
    void sealsWhatArrived() throws Exception {
        byte[] bytes = footage(ChunkChain.CHUNK_BYTES * 2 + 12345);
        Landing landing = land(bytes, Map.of("sha256", Sha256.of(bytes).hex(), "filetype", "video/mp4"));
        SealOutcome outcome = sealer.seal(LandingRef.of(landing, 1));
        assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(SealOutcome.Kind.SEALED);
        Manifest manifest = manifest(landing);
        assertThat(manifest.digest().hex()).isEqualTo(outcome.document());
        assertThat(manifest.fileSha256()).isEqualTo(Sha256.of(bytes));
        assertThat(manifest.chunks()).isEqualTo(landing.chunks());
        assertThat(manifest.retentionUntil()).isEqualTo(Instant.parse("2028-11-20T18:00:00Z"));
        assertThat(Files.readAllBytes(
                        worm.localPath(ObjectKey.original(landing.recording())).orElseThrow()))
                .isEqualTo(bytes);
        assertThat(staging.list()).isEmpty();
    }

    @Test
    void theManifestNamesTheAgencysRulebookWhichMayLengthenRetention() throws Exception {
        Rulebook hebei = new RulebookShelf().find("A").orElseThrow();
        rules = new AgencyRules(Map.of("default", hebei), Optional.empty(), WorkingCalendar.shipped());
        Landing landing = land(footage(1000), Map.of());
        sealer("unbroken 1").seal(LandingRef.of(landing, 1));

        assertThat(manifest(landing).rulebook()).contains(hebei.reference());
        // Two years to the end of the day in Beijing, where it is 21 November already; the settings' floor is 18:00 UTC
        // of the 20th.
        assertThat(manifest(landing).retentionUntil()).isEqualTo(Instant.parse("2028-11-21T16:00:00Z"));
        assertThat(worm.find(ObjectKey.original(landing.recording()))
                        .orElseThrow()
                        .retainUntil())
                .isEqualTo(Instant.parse("2028-11-21T16:00:00Z"));
    }

    @Test
    void aRulebookThatAsksForLessShortensNothing() throws Exception {
        rules = new AgencyRules(
                Map.of("default", new RulebookShelf().find("H").orElseThrow()),
                Optional.empty(),
                WorkingCalendar.shipped());
        Landing landing = land(footage(1000), Map.of());
        sealer("unbroken 1").seal(LandingRef.of(landing, 1));

        assertThat(manifest(landing).retentionUntil()).isEqualTo(Instant.parse("2028-11-20T18:00:00Z"));
    }

    @Test
    void theManifestHasAnSm3WhereItIsAskedFor() throws Exception {
        Landing landing = land("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII), Map.of());
        sealer("unbroken 1", true).seal(LandingRef.of(landing, 1));
        // GB/T 32905 annex A, example 1.
        assertThat(manifest(landing).fileSm3())
                .contains("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        Landing plain = land(footage(1000), Map.of());
        sealer.seal(LandingRef.of(plain, 1));
        assertThat(manifest(plain).fileSm3()).isEmpty();
    }

    @Test
    void anEmptyFileHasAChainAndNoChunk() throws Exception {
        Landing landing = land(new byte[0], Map.of());
        assertThat(sealer.seal(LandingRef.of(landing, 1)).kind()).isEqualTo(SealOutcome.Kind.SEALED);
        assertThat(manifest(landing).chain())
                .isEqualTo(ChunkChain.start(landing.recording().value()));
    }

    @Test
    void againGivesTheSameManifestAlsoFromALaterRelease() throws Exception {
        Landing landing = land(footage(1000), Map.of());
        SealOutcome first = sealer.seal(LandingRef.of(landing, 1));
        assertThat(sealer.seal(LandingRef.of(landing, 1))).isEqualTo(first);
        assertThat(sealer("unbroken later").seal(LandingRef.of(landing, 1))).isEqualTo(first);
    }

    @Test
    void aBitThatFlippedInStagingIsQuarantinedWithItsChunkAndBothDigests() throws Exception {
        byte[] bytes = footage(ChunkChain.CHUNK_BYTES + 5000);
        Landing landing = land(bytes, Map.of());
        byte[] flipped = bytes.clone();
        flipped[ChunkChain.CHUNK_BYTES + 17] ^= 4;
        Files.write(staging.pathOf(landing.recording()), flipped);
        SealOutcome outcome = sealer.seal(LandingRef.of(landing, 1));
        assertThat(outcome.kind()).isEqualTo(SealOutcome.Kind.QUARANTINED);
        JsonObject detail = JsonObject.parse(outcome.detail().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(detail.array("chunks").items()).hasSize(1);
        JsonObject chunk = detail.array("chunk_digests").objects().get(0);
        assertThat(chunk.integer("chunk")).isEqualTo(1);
        assertThat(chunk.string("expected"))
                .isEqualTo(landing.chunks().get(1).hex())
                .isNotEqualTo(chunk.string("found"));
        assertThat(worm.find(ObjectKey.manifest(landing.recording()))).isEmpty();
        assertThat(worm.find(ObjectKey.original(landing.recording())))
                .as("kept and locked all the same")
                .isPresent();
    }

    @Test
    void bytesCutOffInStagingAreQuarantined() throws Exception {
        Landing landing = land(footage(5000), Map.of());
        Files.write(staging.pathOf(landing.recording()), footage(5000), java.nio.file.StandardOpenOption.WRITE);
        try (var channel = java.nio.channels.FileChannel.open(
                staging.pathOf(landing.recording()), java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        }
        assertThat(sealer.seal(LandingRef.of(landing, 1)).kind()).isEqualTo(SealOutcome.Kind.QUARANTINED);
    }

    @Test
    void whatTheCameraAnnouncedMustBeWhatArrived() throws Exception {
        Landing landing =
                land(footage(5000), Map.of("sha256", Sha256.of("something else").hex()));
        SealOutcome outcome = sealer.seal(LandingRef.of(landing, 1));
        assertThat(outcome.kind()).isEqualTo(SealOutcome.Kind.QUARANTINED);
        assertThat(outcome.reason()).contains("announced");
        JsonObject detail = JsonObject.parse(outcome.detail().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(detail.string("found"))
                .as("and the ledger finds the digest where a sealed recording has it")
                .isEqualTo(detail.string("sha256"))
                .isEqualTo(Sha256.of(footage(5000)).hex());
    }

    @Test
    void lostBytesAreAReasonForAPersonAndNotAnException() throws Exception {
        Landing landing = land(footage(100), Map.of());
        Files.delete(staging.pathOf(landing.recording()));
        SealOutcome outcome = sealer.seal(LandingRef.of(landing, 1));
        assertThat(outcome.kind()).isEqualTo(SealOutcome.Kind.FAILED);
        assertThat(outcome.reason()).contains("neither in staging nor in the WORM store");
    }

    @Test
    void aForeignManifestUnderTheKeyIsNeverTakenForOurs() throws Exception {
        Landing landing = land(footage(100), Map.of());
        Landing other = land(footage(101), Map.of());
        sealer.seal(LandingRef.of(other, 1));
        worm.put(ObjectKey.manifest(landing.recording()), manifest(other).bytes(), RECEIVED);
        SealOutcome outcome = sealer.seal(LandingRef.of(landing, 1));
        assertThat(outcome.kind()).isEqualTo(SealOutcome.Kind.FAILED);
        assertThat(outcome.reason()).contains("other digests");
        assertThat(List.of(outcome.document())).containsExactly("");
    }
}
