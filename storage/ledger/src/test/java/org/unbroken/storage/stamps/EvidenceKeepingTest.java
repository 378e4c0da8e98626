package org.unbroken.storage.stamps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.stamp.AlgorithmEnds;
import org.unbroken.integrity.stamp.EvidenceLink;
import org.unbroken.integrity.stamp.EvidenceVerdict;
import org.unbroken.integrity.stamp.EvidenceVerification;
import org.unbroken.integrity.stamp.StampDigest;
import org.unbroken.integrity.stamp.StampServer;
import org.unbroken.integrity.stamp.TestAuthority;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.storage.custody.MemoryWorm;
import org.unbroken.storage.worm.ObjectKey;

final class EvidenceKeepingTest {
    private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final SteppedClock clock = new SteppedClock(BEGIN);
    private final MemoryWorm worm = new MemoryWorm();
    private final NoteSigner signer = Ed25519NoteSigner.generate("log.test/evidence", new SecureRandom());
    /** A thousand days each, the second from day 800 on. */
    private final TestAuthority first = TestAuthority.good(BEGIN.minus(DAY), DAY.multipliedBy(1001));

    private final TestAuthority second = TestAuthority.good(BEGIN.plus(DAY.multipliedBy(800)), DAY.multipliedBy(1000));
    private final TrustedAuthorities both = first.trusted().and(second.trusted());
    private volatile TestAuthority now = first;
    private final StampServer server = new StampServer(query -> now.reply(query, clock.instant()));

    @AfterEach
    void close() {
        server.close();
    }

    private StampSettings settings(StampDigest digest, AlgorithmEnds ends) {
        StampAuthority authority =
                new StampAuthority("one", server.uri(), both, Optional.empty(), digest, Optional.empty());
        return StampSettings.defaults(List.of(authority), Duration.ofDays(36500))
                .withEvidence(DAY, DAY.multipliedBy(90), ends);
    }

    private StampClient client() {
        return new StampClient(
                Duration.ofSeconds(5), Duration.ofSeconds(20), AlgorithmEnds.standard(), new SecureRandom());
    }

    private EvidenceKeeping keeping() {
        return keeping(StampDigest.SHA256, AlgorithmEnds.standard());
    }

    private EvidenceKeeping keeping(StampDigest digest, AlgorithmEnds ends) {
        return new EvidenceKeeping(
                worm, client(), settings(digest, ends), new EvidenceMetrics(new PrometheusRegistry(), clock), clock);
    }

    private SignedNote stamped(long size) throws Exception {
        String text = new Checkpoint(signer.verifierKey().name(), size, Sha256.of("tree " + size)).text();
        SignedNote note = new SignedNote(text, List.of(signer.sign(text)));
        worm.objects.put(ObjectKey.checkpoint(size), note.encode());
        StampSettings settings = settings(StampDigest.SHA256, AlgorithmEnds.standard());
        new TimeStamping(worm, client(), settings, new StampMetrics(new PrometheusRegistry(), clock), clock)
                .attend(note);
        return note;
    }

    private List<String> records() {
        return worm.objects.keySet().stream()
                .map(ObjectKey::value)
                .filter(key -> key.startsWith("log/evidence/"))
                .map(key -> key.replaceFirst("log/evidence/0*", ""))
                .toList();
    }

    private EvidenceVerdict verdict(long size, int renewals, AlgorithmEnds ends) {
        return EvidenceVerification.verify(
                worm.objects.get(ObjectKey.evidence(size, renewals)),
                worm.objects.get(ObjectKey.checkpoint(size)),
                both,
                ends,
                clock.instant());
    }

    /** Three records, on three days. */
    private SignedNote threeDays() throws Exception {
        SignedNote newest = stamped(5);
        for (int quarter = 1; quarter <= 9; quarter++) {
            clock.step(Duration.ofHours(6));
            newest = stamped(5 + quarter);
        }
        keeping().attend(newest);
        return newest;
    }

    @Test
    void eachDaysFirstStampedCheckpointGetsARecord() throws Exception {
        SignedNote newest = threeDays();

        assertThat(records()).containsExactly("5/0000", "9/0000", "13/0000");
        assertThat(verdict(9, 0, AlgorithmEnds.standard()).problems()).isEmpty();
        keeping().attend(newest);
        assertThat(records()).hasSize(3);
        assertThat(server.asked()).as("tokens alone").isEqualTo(10);
    }

    @Test
    void oneTokenRenewsAllThatAreDueBeforeTheirCertificateEnds() throws Exception {
        SignedNote newest = threeDays();
        int before = server.asked();
        clock.step(DAY.multipliedBy(850));
        keeping().attend(newest);
        assertThat(records()).as("too early").hasSize(3);

        clock.step(DAY.multipliedBy(60));
        now = second;
        keeping().attend(newest);

        assertThat(records()).containsExactly("5/0000", "5/0001", "9/0000", "9/0001", "13/0000", "13/0001");
        assertThat(server.asked() - before).isEqualTo(1);
        clock.step(DAY.multipliedBy(500));
        for (long size : new long[] {5, 9, 13}) {
            EvidenceVerdict verdict = verdict(size, 1, AlgorithmEnds.standard());
            assertThat(verdict.problems()).isEmpty();
            assertThat(verdict.time().orElseThrow().time()).isBefore(BEGIN.plus(DAY.multipliedBy(3)));
            assertThat(verdict(size, 0, AlgorithmEnds.standard()).problems()).startsWith("current: ");
        }
    }

    @Test
    void anAlgorithmThatNearsItsEndIsLeftByHashTree() throws Exception {
        SignedNote newest = threeDays();
        clock.step(DAY.multipliedBy(820));
        now = second;
        AlgorithmEnds ends = AlgorithmEnds.parse("rsa-2048 good\nsha256 2028-10-01");
        // The authority's own signature is over SHA-256 as well: it ends no later, and nothing is gained.
        assertThatThrownBy(() -> keeping(StampDigest.SHA512, ends).attend(newest))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no later");
        assertThat(records()).hasSize(3);
        clock.step(DAY.multipliedBy(90));

        keeping(StampDigest.SHA512, AlgorithmEnds.standard()).attend(newest);

        EvidenceVerdict verdict = verdict(9, 1, AlgorithmEnds.standard());
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.links())
                .extracting(EvidenceLink::kind)
                .containsExactly(EvidenceLink.Kind.INITIAL, EvidenceLink.Kind.RENEWED_BY_HASH_TREE);
    }

    @Test
    void anAuthorityWhoseCertificateEndsNoLaterRenewsNothing() throws Exception {
        SignedNote newest = threeDays();
        clock.step(DAY.multipliedBy(950));

        assertThatThrownBy(() -> keeping().attend(newest)).hasMessageContaining("no later");

        assertThat(records()).hasSize(3);
    }

    @Test
    void aCrashAmongTheRenewalsLeavesTheRestToTheNextLead() throws Exception {
        for (MemoryWorm.Outcome end :
                List.of(MemoryWorm.Outcome.FAILED, MemoryWorm.Outcome.DIED, MemoryWorm.Outcome.DIED_AFTER_WRITING)) {
            worm.objects.clear();
            SignedNote newest = threeDays();
            clock.step(DAY.multipliedBy(910));
            now = second;
            int[] renewals = {0};
            worm.fault((number, key) ->
                    key.value().endsWith("/0001") && ++renewals[0] == 2 ? end : MemoryWorm.Outcome.DONE);
            try {
                keeping().attend(newest);
            } catch (IOException | RuntimeException asIfKilled) {
                // The process is gone.
            }
            worm.fault((number, key) -> MemoryWorm.Outcome.DONE);

            keeping().attend(newest);

            assertThat(records()).as(end.name()).hasSize(6);
            for (long size : new long[] {5, 9, 13}) {
                assertThat(verdict(size, 1, AlgorithmEnds.standard()).problems())
                        .isEmpty();
            }
            clock.step(Duration.between(clock.instant(), BEGIN));
            now = first;
        }
    }
}
