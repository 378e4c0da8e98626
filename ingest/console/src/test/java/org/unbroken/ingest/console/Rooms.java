package org.unbroken.ingest.console;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.unbroken.ingest.console.access.CertificateHolders;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.LocalCustodyEvents;
import org.unbroken.storage.custody.Sequenced;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.requests.AccessFacts;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

/** The rooms that the console opens onto, all real and in one folder, and recordings sealed as the seal job does it. */
final class Rooms implements AutoCloseable {
    static final Instant KEPT_UNTIL = Instant.parse("2040-01-01T00:00:00Z");

    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Path directory;
    private final LocalStagingArea staging;
    private final CustodyStore custody;
    private final BearerTokens tokens;
    final LocalWormStore worm;
    final PrometheusRegistry registry = new PrometheusRegistry();
    final FailingLog log;
    final PretendedDerived derived;
    List<Readiness.Problem> problems = List.of();
    AgencyRules rules = AgencyRules.NONE;

    Rooms(Path directory) throws IOException {
        this.directory = directory;
        LocalDisk disk = new LocalDisk();
        staging = new LocalStagingArea(directory, disk);
        worm = new LocalWormStore(directory, staging, disk, new LocalWormSettings(false));
        custody = new CustodyStore(
                CustodySettings.defaults(directory.resolve("custody")).withFlushInterval(Duration.ofMillis(5)),
                worm,
                Ed25519NoteSigner.generate("unbroken.test/log", random),
                clock,
                random,
                new PrometheusRegistry());
        tokens = BearerTokens.inFolder(directory.resolve("tokens"), disk, clock, random);
        staging.start();
        worm.start();
        custody.start();
        log = new FailingLog(custody.log());
        derived = new PretendedDerived(Files.createDirectories(directory.resolve("derived")));
    }

    ConsoleEnds ends() {
        return ends(CertificateHolders.NONE);
    }

    ConsoleEnds ends(CertificateHolders holders) {
        return new ConsoleEnds(
                custody.ledger(),
                log,
                new LocalCustodyEvents(log, custody.ledger()),
                worm,
                tokens,
                holders,
                derived,
                () -> problems,
                random,
                rules);
    }

    Ledger ledger() {
        return custody.ledger();
    }

    String token(Role role, Optional<String> agency) throws IOException {
        return token(role, agency, role.wire() + " for tests");
    }

    String token(Role role, Optional<String> agency, String name) throws IOException {
        Grant grant = Grant.of(role, name);
        return tokens.issue(agency.map(grant::forAgency).orElse(grant)).text();
    }

    String token(Grant grant) throws IOException {
        return tokens.issue(grant).text();
    }

    void revokeAll(Role role) throws IOException {
        tokens.revoke(role.wire() + " for tests");
    }

    /** Seals and publishes. */
    RecordingId sealed(String agency, String camera, byte[] bytes, Map<String, String> labels) throws Exception {
        RecordingId id = received(agency, camera, bytes, labels);
        worm.stow(id, bytes.length, ObjectKey.original(id), KEPT_UNTIL);
        Manifest manifest = Manifest.builder(id, agency, camera)
                .file("video/mp4", bytes.length, Sha256.of(bytes))
                .chunks(ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES))
                .recorded(Optional.empty(), Optional.empty())
                .received(now(), "t-dock")
                .retention(KEPT_UNTIL, "local")
                .software("unbroken tests")
                .build();
        worm.put(ObjectKey.manifest(id), manifest.bytes(), KEPT_UNTIL);
        JsonObject detail = JsonObject.builder()
                .put("camera", camera)
                .put("sha256", Sha256.of(bytes).hex())
                .put("retain_until", Timestamps.format(KEPT_UNTIL))
                .build();
        append(fact(CustodyEvent.SEALED, "", id, agency, camera, detail, Optional.of(manifest.digest())));
        return id;
    }

    /** Received and published, not yet sealed. */
    RecordingId received(String agency, String camera, byte[] bytes, Map<String, String> labels) throws Exception {
        RecordingId id = RecordingId.generate(clock, random);
        try (StagedFile staged = staging.create(id)) {
            staged.write(0, ByteBuffer.wrap(bytes));
            staged.sync(bytes.length);
        }
        JsonObject.Builder detail = JsonObject.builder().put("camera", camera);
        labels.forEach((name, value) -> detail.put(
                name, name.endsWith("_us") ? new JsonInteger(Long.parseLong(value)) : (Json) new JsonString(value)));
        CustodyFact fact = fact(CustodyEvent.RECEIVED, "", id, agency, camera, detail.build(), Optional.empty());
        List<Sha256> chunks = ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES);
        append(new CustodyFact(
                fact.event(),
                fact.key(),
                id,
                agency,
                fact.camera(),
                fact.at(),
                fact.actor(),
                fact.detail(),
                Optional.of((long) bytes.length),
                Optional.of(ChunkChain.of(id.value(), chunks)),
                Optional.empty()));
        return id;
    }

    void quarantined(RecordingId id, String agency, String camera, String reason) throws Exception {
        worm.stow(id, 0, ObjectKey.original(id), KEPT_UNTIL);
        JsonObject detail =
                JsonObject.builder().put("camera", camera).put("reason", reason).build();
        append(fact(CustodyEvent.QUARANTINED, "", id, agency, camera, detail, Optional.empty()));
    }

    void analysed(RecordingId id, String agency, JsonObject analysis) throws Exception {
        Sha256 digest = Sha256.of(analysis.canonical());
        worm.put(ObjectKey.analysis(id, digest), analysis.canonical(), KEPT_UNTIL);
        JsonObject detail = JsonObject.builder()
                .put("description", analysis.findString("description").orElse("done"))
                .putIfPresent("reason", analysis.findString("reason"))
                .build();
        append(fact(CustodyEvent.INSPECTED, digest.hex(), id, agency, "", detail, Optional.of(digest)));
    }

    void labelled(RecordingId id, String agency, Map<String, String> labels) throws Exception {
        JsonObject.Builder given = JsonObject.builder();
        labels.forEach(given::put);
        JsonObject detail = JsonObject.builder().put("labels", given.build()).build();
        append(fact(CustodyEvent.LABELLED, "", id, agency, "", detail, Optional.empty()));
    }

    void disposed(RecordingId id, String agency) throws Exception {
        append(fact(
                CustodyEvent.DISPOSED, "", id, agency, "", JsonObject.builder().build(), Optional.empty()));
    }

    /** So many entries more, all at once. */
    void viewings(RecordingId id, String agency, int count) throws Exception {
        List<CompletableFuture<Sequenced>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonObject detail = JsonObject.builder().put("what", "proxy").build();
            all.add(custody.log().append(fact(CustodyEvent.VIEWED, "v" + i, id, agency, "", detail, Optional.empty())));
        }
        published(all);
    }

    /** Requests for access whose details say nothing. */
    void untold(String agency, int count) throws Exception {
        List<CompletableFuture<Sequenced>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordingId id = RecordingId.generate(clock, random);
            all.add(custody.log()
                    .append(AccessFacts.requested(
                            id, agency, now(), "t", JsonObject.builder().build())));
        }
        published(all);
    }

    /** So many checks of a camera. */
    void checked(String agency, String camera, int count) throws Exception {
        List<CompletableFuture<Sequenced>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordingId id = RecordingId.generate(clock, random);
            JsonObject detail = JsonObject.builder()
                    .put("camera", camera)
                    .put("since", Timestamps.format(now()))
                    .build();
            all.add(custody.log()
                    .append(fact(CustodyEvent.CAMERA_CHECKED, "", id, agency, camera, detail, Optional.empty())));
        }
        published(all);
    }

    private void published(List<CompletableFuture<Sequenced>> all) throws Exception {
        long last = 0;
        for (CompletableFuture<Sequenced> one : all) {
            last = Math.max(last, one.get().index());
        }
        custody.log().published(last).get();
    }

    private void append(CustodyFact fact) throws Exception {
        long index = custody.log().append(fact).get().index();
        custody.log().published(index).get();
    }

    private CustodyFact fact(
            CustodyEvent event,
            String key,
            RecordingId id,
            String agency,
            String camera,
            JsonObject detail,
            Optional<Sha256> document) {
        Optional<String> named = camera.isEmpty() ? Optional.empty() : Optional.of(camera);
        return new CustodyFact(
                event, key, id, agency, named, now(), "t-job", detail, Optional.empty(), Optional.empty(), document);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        custody.close();
        worm.close();
        staging.close();
    }
}
