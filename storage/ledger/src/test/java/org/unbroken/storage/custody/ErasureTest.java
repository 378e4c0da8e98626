package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.RocksIntake;
import org.unbroken.storage.intake.UploadSession;
import org.unbroken.storage.keeping.DisposalBatch;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.packs.DocumentKind;
import org.unbroken.storage.packs.LocalPackStore;
import org.unbroken.storage.packs.Pack;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

/**
 * After a disposal no byte of any file tells what its details told, and the log still proves that something was there. On
 * real stores and databases, every file of which is read.
 */
class ErasureTest {
    private static final Instant THEN = Facts.NOW.plusSeconds(86_400 * 900L);

    @TempDir
    Path dir;

    private final LocalDisk disk = new LocalDisk();
    private final NoteSigner signer = Ed25519NoteSigner.generate("log.test/erasure", Facts.RANDOM);
    private LocalStagingArea staging;
    private LocalWormStore worm;
    private LocalPackStore packs;

    @BeforeEach
    void open() throws IOException {
        staging = new LocalStagingArea(dir, disk);
        worm = new LocalWormStore(dir, staging, disk, new LocalWormSettings(false));
        worm.start();
        packs = new LocalPackStore(dir.resolve("packs"), new DurableFiles(disk));
    }

    private CustodySettings settings() {
        return CustodySettings.defaults(dir.resolve("state/ledger"))
                .withMark(dir.resolve("keys/log.published"))
                .withFlushInterval(Duration.ZERO);
    }

    private CustodyStore custody() throws IOException {
        Files.createDirectories(dir.resolve("state"));
        Files.createDirectories(dir.resolve("keys"));
        CustodyStore store = new CustodyStore(
                settings(), worm, signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, new PrometheusRegistry());
        store.start();
        return store;
    }

    private RocksIntake intake() throws IOException {
        RocksIntake intake = new RocksIntake(dir.resolve("state/intake"));
        intake.start();
        return intake;
    }

    /** What is told of one recording and is to be forgotten with it. */
    private static Map<String, String> labels(String mark) {
        return Map.of(
                "filename", mark + "-patrol-0815.mp4",
                "case", "CASE-" + mark + "-7731",
                "party", "当事人" + mark,
                "officer", mark + " 警官",
                "place", mark + " Street 4");
    }

    /** As it arrives: an upload, a landing, its entries. */
    private RecordingId arrives(RocksIntake intake, CustodyStore store, Map<String, String> labels) throws Exception {
        RecordingId id = Facts.id();
        byte[] film = Facts.film(id);
        intake.sessions()
                .create(new UploadSession(
                        id,
                        "a",
                        "cam",
                        "t-dock",
                        OptionalLong.of(film.length),
                        labels,
                        String.join(",", labels.values()),
                        Facts.NOW,
                        Facts.NOW.plusSeconds(3600),
                        OptionalLong.empty(),
                        "boot"));
        Landing landing =
                intake.sessions().complete(id, film.length, List.of(Sha256.of(film)), Facts.NOW, OptionalLong.empty());
        intake.landings().retry(landing.sequence(), 1, Facts.NOW, "could not be sealed: " + labels.get("filename"));
        try (StagedFile file = staging.create(id)) {
            file.write(0, ByteBuffer.wrap(film));
            file.sync(film.length);
        }
        JsonObject.Builder detail = JsonObject.builder();
        labels.forEach((name, value) -> detail.put(name, (Json) new JsonString(value)));
        StoreFixture.append(store, Facts.received(id, "a", "cam", detail.build()));
        worm.stow(id, film.length, ObjectKey.original(id), Facts.NOW.plusSeconds(86_400));
        StoreFixture.append(store, Facts.sealed(worm, id, "a", "cam"));
        StoreFixture.published(store, Facts.inspected(worm, id, "a", "continuous"));
        intake.landings().done(landing.sequence());
        return id;
    }

    @Test
    void noFileTellsOfItAnyMoreAndTheLogStillProvesIt() throws Exception {
        Map<String, String> goneLabels = labels("Zq7xW");
        Map<String, String> keptLabels = labels("Kp3vR");
        RecordingId gone;
        RecordingId kept;
        List<CustodyRecord> before;
        try (RocksIntake intake = intake();
                CustodyStore store = custody();
                Packer packer = store.packer(packs)) {
            packer.start();
            gone = arrives(intake, store, goneLabels);
            kept = arrives(intake, store, keptLabels);
            before = store.ledger().custody(gone);
            Await.until(packer::isCaughtUp);
        }
        // It leaves the database that it replaces, which tells everything too.
        assertThat(Rebuild.run(worm, settings(), signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, Progress.NONE)
                        .replaced())
                .isTrue();
        List<String> secrets = new ArrayList<>(goneLabels.values());
        before.forEach(record -> secrets.add(record.detail().orElseThrow().string("salt")));
        secrets.add(new String(Facts.film(gone), StandardCharsets.US_ASCII));
        for (String secret : secrets) {
            assertThat(filesWith(secret)).as("known before: %s", secret).isNotEmpty();
        }
        for (String place : List.of("worm", "state/ledger", "state/ledger.replaced", "state/intake")) {
            assertThat(filesWith(goneLabels.get("party")))
                    .as("the search sees into %s", place)
                    .anyMatch(file -> file.startsWith(dir.resolve(place)));
        }
        assertThat(packed()).anyMatch(text -> text.contains(goneLabels.get("party")));

        try (RocksIntake intake = intake();
                CustodyStore store = custody();
                Packer packer = store.packer(packs)) {
            packer.start();
            dispose(store, intake, packer, gone);
            expectProved(store, gone, before);
        }

        for (String secret : secrets) {
            assertThat(filesWith(secret)).as("forgotten: %s", secret).isEmpty();
            assertThat(packed()).as("forgotten: %s", secret).noneMatch(text -> text.contains(secret));
        }
        for (String kin : keptLabels.values()) {
            assertThat(filesWith(kin)).as("of another recording: %s", kin).isNotEmpty();
        }
        assertThat(Audit.run(worm, List.of(signer.verifierKey()), settings(), true, Progress.NONE)
                        .findings())
                .isEmpty();
        try (RocksIntake intake = intake()) {
            assertThat(intake.sessions().find(gone).orElseThrow().metadata()).isEmpty();
            assertThat(intake.sessions().landing(gone)).as("the id stays taken").isPresent();
            assertThat(intake.sessions().find(kept).orElseThrow().metadata()).isEqualTo(keptLabels);
        }
    }

    private void dispose(CustodyStore store, RocksIntake intake, Packer packer, RecordingId gone) throws Exception {
        DisposalBatch batch = Batches.ordered(store, worm, THEN, false, gone);
        Erasure elsewhere = Erasure.all(List.of(
                recordings -> {
                    for (RecordingId recording : recordings) {
                        packer.forget(recording);
                    }
                },
                intake::forget,
                store.erasure()));
        // Its case was closed.
        DisposalTask task = new DisposalTask(
                store.log(), store.ledger(), worm, recording -> Optional.empty(), elsewhere, InstantSource.fixed(THEN));
        task.attend(SignedNote.parse(store.log().checkpoint().orElseThrow()));
        assertThat(Batches.find(store, worm, batch.id()).state()).isEqualTo(DisposalBatch.State.DONE);
    }

    private static void expectProved(CustodyStore store, RecordingId gone, List<CustodyRecord> before)
            throws Exception {
        List<CustodyRecord> after = store.ledger().custody(gone);
        assertThat(after.subList(0, before.size()))
                .extracting(CustodyRecord::entry)
                .containsExactlyElementsOf(
                        before.stream().map(CustodyRecord::entry).toList());
        for (CustodyRecord record : after) {
            TlogProof proof = store.log().proof(record.index()).orElseThrow();
            assertThat(proof.provesExtra()).isTrue();
            assertThat(proof.checkpoint().verifiedBy(List.of(store.log().verifierKey())))
                    .isNotEmpty();
            assertThat(Entry.parse(proof.extra())).isEqualTo(record.entry());
        }
        LogCheck.whole(store.log(), List.of());
        for (CustodyRecord record : before) {
            JsonObject detail = record.detail().orElseThrow();
            Sha256 digest = record.entry().detail();
            assertThat(Sha256.of(detail.canonical()))
                    .as("with the salt it is the detail")
                    .isEqualTo(digest);
            // Whoever guesses every word right, and has no salt.
            JsonObject guess = detail.with().remove("salt").build();
            assertThat(Sha256.of(guess.canonical())).isNotEqualTo(digest);
            for (int i = 0; i < 10_000; i++) {
                byte[] salt = new byte[32];
                Facts.RANDOM.nextBytes(salt);
                JsonObject salted = guess.with()
                        .put("salt", java.util.HexFormat.of().formatHex(salt))
                        .build();
                assertThat(Sha256.of(salted.canonical()).equals(digest)).isFalse();
            }
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (contains(Files.readAllBytes(file), wanted)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            int i = 0;
            while (i < wanted.length && bytes[at + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }

    /** Packs are compressed: their bytes say nothing to a search. */
    private List<String> packed() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Long> firsts = packs.list()) {
            for (long first : firsts.toList()) {
                Pack pack = Pack.decode(packs.find(first).orElseThrow());
                for (int entry = 0; entry < 16; entry++) {
                    for (DocumentKind kind : DocumentKind.values()) {
                        pack.find(entry, kind).ifPresent(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        return texts;
    }
}
