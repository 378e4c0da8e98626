package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.CheckpointTrust;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.TrustedWitness;
import org.unbroken.storage.attest.AttestedCheckpoints;
import org.unbroken.storage.attest.Attestor;
import org.unbroken.storage.attest.AttestorSettings;
import org.unbroken.storage.attest.WitnessClient;
import org.unbroken.storage.attest.WitnessDoor;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.witness.Witness;
import org.unbroken.storage.witness.WitnessAnswer;
import org.unbroken.storage.worm.ObjectKey;

/** A real log, real and hostile witnesses, and what becomes of the newest checkpoint. */
class AttestorTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private final MemoryWorm worm = new MemoryWorm();
    private final PrometheusRegistry metrics = new PrometheusRegistry();

    private static SecretNoteKey witnessKey(String name) {
        return SecretNoteKey.generate(KeyType.ML_DSA_44_COSIGNATURE, name, RANDOM);
    }

    private static WitnessClient client(String name, VerifierKey key, WitnessDoor door) {
        return new WitnessClient(new TrustedWitness(name, key, Optional.empty()), door, () -> Facts.NOW);
    }

    private WitnessDoor honest(SecretNoteKey key, VerifierKey log) {
        Witness witness = new Witness(
                folder.resolve(key.verifierKey().name()),
                TrustPolicy.ofKeys(log),
                List.of(key.signer(() -> Facts.NOW, RANDOM)),
                new DurableFiles(new LocalDisk()));
        return body -> {
            WitnessAnswer answer = witness.add(body);
            if (answer instanceof WitnessAnswer.Cosigned cosigned) {
                return new WitnessDoor.Reply(
                        200, "", cosigned.signatures().get(0).line() + "\n");
            }
            if (answer instanceof WitnessAnswer.OtherSize other) {
                return new WitnessDoor.Reply(409, "text/x.tlog.size", other.newest() + "\n");
            }
            return new WitnessDoor.Reply(422, "", "no");
        };
    }

    private Attestor attestor(
            CustodyStore store, AtomicBoolean leading, List<NoteSigner> own, WitnessClient... clients) {
        return new Attestor(
                store.log(),
                leading::get,
                new AttestedCheckpoints(worm),
                own,
                List.of(clients),
                new AttestorSettings(Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofDays(1)),
                () -> Facts.NOW,
                metrics);
    }

    private SignedNote attested(long size) throws Exception {
        ObjectKey key = ObjectKey.attested(size);
        Await.until(() -> worm.find(key).isPresent());
        return SignedNote.parse(worm.read(key, SignedNote.MAX_BYTES));
    }

    private static long grow(CustodyStore store, int number) throws Exception {
        return StoreFixture.published(store, Facts.plain(CustodyEvent.VIEWED, "n" + number, Facts.id(), "a"))
                        .index()
                + 1;
    }

    @Test
    void ownKeysAndWitnessesSignTheNewestCheckpointAndHostileOnesCostNothing() throws Exception {
        StoreFixture fixture = new StoreFixture(folder.resolve("ledger"), worm);
        SecretNoteKey lasting = witnessKey(fixture.signer.verifierKey().name());
        SecretNoteKey sm2 =
                SecretNoteKey.generate(KeyType.SM2_SM3, lasting.verifierKey().name(), RANDOM);
        SecretNoteKey good = witnessKey("good.example");
        SecretNoteKey bad = witnessKey("bad.example");
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        try (CustodyStore store = fixture.open();
                Attestor attestor = attestor(
                        store,
                        new AtomicBoolean(true),
                        List.of(lasting.signer(() -> Facts.NOW, RANDOM), sm2.signer(() -> Facts.NOW, RANDOM)),
                        client("hangs", bad.verifierKey(), body -> {
                            hanging.incrementAndGet();
                            over.await();
                            throw new IOException("late");
                        }),
                        client("good", good.verifierKey(), honest(good, fixture.signer.verifierKey())),
                        client("garbage", bad.verifierKey(), body -> new WitnessDoor.Reply(200, "", "— x\n")),
                        client("breaks", bad.verifierKey(), body -> {
                            throw new IllegalStateException("broken");
                        }))) {
            attestor.start();
            long size = grow(store, 0);
            // The log goes on while a witness hangs.
            grow(store, 1);
            long last = grow(store, 2);
            SignedNote note = attested(last);
            assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(last).isGreaterThan(size);
            assertThat(note.text())
                    .isEqualTo(SignedNote.parse(worm.read(ObjectKey.checkpoint(last), 1 << 16))
                            .text());
            TrustPolicy policy = TrustPolicy.parse("log %s\nlog %s\nlog %s\nwitness W %s\nquorum W"
                    .formatted(
                            fixture.signer.verifierKey().text(),
                            lasting.verifierKey().text(),
                            sm2.verifierKey().text(),
                            good.verifierKey().text()));
            CheckpointTrust judged = policy.judge(note);
            assertThat(judged.logKeys()).hasSize(3);
            assertThat(judged.accepted()).isTrue();
            assertThat(note.signatures()).hasSize(4);
            assertThat(hanging)
                    .as("one that hangs is not asked again meanwhile")
                    .hasValue(1);
            over.countDown();
        }
    }

    @Test
    void nothingIsWrittenTwiceAndAnotherNodesNoteIsTaken() throws Exception {
        StoreFixture fixture = new StoreFixture(folder.resolve("ledger"), worm);
        SecretNoteKey first = witnessKey("first.example");
        SecretNoteKey second = witnessKey("second.example");
        long size;
        try (CustodyStore store = fixture.open()) {
            size = grow(store, 0);
            try (Attestor attestor = attestor(
                    store,
                    new AtomicBoolean(true),
                    List.of(),
                    client("first", first.verifierKey(), honest(first, fixture.signer.verifierKey())))) {
                attestor.start();
                attested(size);
            }
            SignedNote note = attested(size);
            AtomicBoolean leading = new AtomicBoolean(false);
            try (Attestor attestor = attestor(
                    store,
                    leading,
                    List.of(),
                    client("second", second.verifierKey(), honest(second, fixture.signer.verifierKey())))) {
                attestor.start();
                Await.until(() -> gauge("unbroken_log_attested_size") == size);
                long more = grow(store, 1);
                leading.set(true);
                assertThat(attested(more).verifiedBy(List.of(second.verifierKey())))
                        .hasSize(1);
                assertThat(attested(size)).isEqualTo(note);
                Await.until(() -> gauge("unbroken_log_unattested_seconds") == 0);
            }
        }
    }

    @Test
    void aForkOfThisLogIsShownByItsWitness() throws Exception {
        StoreFixture fixture = new StoreFixture(folder.resolve("ledger"), worm);
        SecretNoteKey key = witnessKey("w.example");
        WitnessDoor door = honest(key, fixture.signer.verifierKey());
        try (CustodyStore store = fixture.open();
                Attestor attestor =
                        attestor(store, new AtomicBoolean(true), List.of(), client("w", key.verifierKey(), door))) {
            attestor.start();
            grow(store, 0);
            attested(grow(store, 1));
        }
        // The same key, another store and database: what a restored copy, or a thief, would publish.
        MemoryWorm other = new MemoryWorm();
        CustodySettings settings =
                CustodySettings.defaults(folder.resolve("fork")).withFlushInterval(Duration.ZERO);
        try (CustodyStore fork = new CustodyStore(
                settings, other, fixture.signer, () -> Facts.NOW, Facts.RANDOM, new PrometheusRegistry())) {
            fork.start();
            grow(fork, 7);
            grow(fork, 8);
            grow(fork, 9);
            try (Attestor attestor = new Attestor(
                    fork.log(),
                    () -> true,
                    new AttestedCheckpoints(other),
                    List.of(),
                    List.of(client("w", key.verifierKey(), door)),
                    new AttestorSettings(Duration.ofMillis(20), Duration.ofSeconds(5), Duration.ofDays(1)),
                    () -> Facts.NOW,
                    metrics)) {
                attestor.start();
                Await.until(() -> gauge("unbroken_log_witness_contradicts") == 1);
                assertThat(other.objects.keySet().stream().filter(k -> k.value().contains("attested")))
                        .isEmpty();
            }
        }
    }

    @Test
    void twoAgenciesWatchEachOther() throws Exception {
        MemoryWorm otherWorm = new MemoryWorm();
        StoreFixture here = new StoreFixture(folder.resolve("here"), worm);
        StoreFixture there = new StoreFixture(folder.resolve("there"), otherWorm);
        SecretNoteKey oursKey = witnessKey("witness.here");
        SecretNoteKey theirsKey = witnessKey("witness.there");
        WitnessDoor ours = honest(oursKey, there.signer.verifierKey());
        WitnessDoor theirs = honest(theirsKey, here.signer.verifierKey());
        try (CustodyStore hereStore = here.open();
                CustodyStore thereStore = there.open();
                Attestor hereAttestor = attestor(
                        hereStore,
                        new AtomicBoolean(true),
                        List.of(),
                        client("theirs", theirsKey.verifierKey(), theirs));
                Attestor thereAttestor = new Attestor(
                        thereStore.log(),
                        () -> true,
                        new AttestedCheckpoints(otherWorm),
                        List.of(),
                        List.of(client("ours", oursKey.verifierKey(), ours)),
                        new AttestorSettings(Duration.ofMillis(20), Duration.ofSeconds(5), Duration.ofDays(1)),
                        () -> Facts.NOW,
                        new PrometheusRegistry())) {
            hereAttestor.start();
            thereAttestor.start();
            long size = grow(hereStore, 0);
            long otherSize = grow(thereStore, 1);
            assertThat(attested(size).verifiedBy(List.of(here.signer.verifierKey(), theirsKey.verifierKey())))
                    .hasSize(2);
            ObjectKey other = ObjectKey.attested(otherSize);
            Await.until(() -> otherWorm.find(other).isPresent());
            assertThat(SignedNote.parse(otherWorm.read(other, SignedNote.MAX_BYTES))
                            .verifiedBy(List.of(there.signer.verifierKey(), oursKey.verifierKey())))
                    .hasSize(2);
        }
    }

    private double gauge(String name) {
        List<Double> values = new ArrayList<>();
        metrics.scrape(name::equals)
                .forEach(snapshot ->
                        ((GaugeSnapshot) snapshot).getDataPoints().forEach(point -> values.add(point.getValue())));
        return values.isEmpty() ? -1 : values.get(0);
    }
}
