package org.unbroken.integrity.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.verify.Outcome;

final class EvidenceTest {
    private static final byte[] NOTE = "origin\n7\nroot\n".getBytes(StandardCharsets.UTF_8);
    private static final Instant FIRST = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2028-06-01T00:00:00Z");
    private static final Instant THIRD = Instant.parse("2030-06-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2031-06-01T00:00:00Z");

    private static final TestAuthority ONE = ofThreeYears(FIRST);
    private static final TestAuthority TWO = ofThreeYears(SECOND);
    private static final TestAuthority THREE = ofThreeYears(THIRD);
    private static final TrustedAuthorities ALL =
            ONE.trusted().and(TWO.trusted()).and(THREE.trusted());

    private static TestAuthority ofThreeYears(Instant from) {
        return TestAuthority.good(from.minus(Duration.ofDays(1)), Duration.ofDays(3 * 365));
    }

    private static TimeStamp stamped(TestAuthority by, StampDigest digest, byte[] imprint, Instant at) {
        TimeStampRequest request = new TimeStampRequest(digest, imprint, BigInteger.TEN, Optional.empty());
        return request.token(by.reply(request.encoded(), at));
    }

    private static EvidenceRecord initial() {
        return EvidenceRecord.initial(
                ArchiveStamp.direct(stamped(ONE, StampDigest.SHA256, StampDigest.SHA256.of(NOTE), FIRST)));
    }

    private static EvidenceRecord byStamp(EvidenceRecord before, TestAuthority by, Instant at) {
        StampDigest digest = before.newest().digest();
        return before.renewedByStamp(ArchiveStamp.direct(stamped(by, digest, before.leafOfStampRenewal(), at)));
    }

    private static EvidenceRecord byHashTree(EvidenceRecord before, StampDigest digest, TestAuthority by, Instant at) {
        return before.renewedByHashTree(
                ArchiveStamp.direct(stamped(by, digest, before.leafOfHashTreeRenewal(digest, NOTE), at)));
    }

    private static EvidenceVerdict verify(EvidenceRecord record, Instant now) {
        return EvidenceVerification.verify(record.encoded(), NOTE, ALL, now);
    }

    @Test
    void aFreshRecordIsGoodUntilItsCertificateEnds() {
        EvidenceVerdict fresh = verify(initial(), FIRST.plus(Duration.ofDays(30)));

        assertThat(fresh.problems()).isEmpty();
        assertThat(fresh.time().orElseThrow().time()).isEqualTo(FIRST);
        assertThat(fresh.links()).extracting(EvidenceLink::kind).containsExactly(EvidenceLink.Kind.INITIAL);
        assertThat(verify(initial(), NOW).problems()).startsWith("current: ").contains("2029-05-30");
    }

    @Test
    void renewedInTimeTheFirstTimeStillCountsWhenItsCertificateHasLongEnded() {
        EvidenceRecord renewed = byHashTree(byStamp(initial(), TWO, SECOND), StampDigest.SHA512, THREE, THIRD);

        EvidenceVerdict verdict = verify(renewed, NOW);

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(verdict.time().orElseThrow().time()).isEqualTo(FIRST);
        assertThat(verdict.newest().orElseThrow().time()).isEqualTo(THIRD);
        assertThat(verdict.links())
                .extracting(EvidenceLink::kind)
                .containsExactly(
                        EvidenceLink.Kind.INITIAL,
                        EvidenceLink.Kind.RENEWED_BY_STAMP,
                        EvidenceLink.Kind.RENEWED_BY_HASH_TREE);
        assertThat(renewed.renewals()).isEqualTo(2);
        assertThat(EvidenceRecord.parse(renewed.encoded()).encoded()).isEqualTo(renewed.encoded());
    }

    @Test
    void aRenewalThatCameTooLateIsNamed() {
        EvidenceVerdict verdict = verify(byStamp(initial(), THREE, THIRD), NOW);

        assertThat(verdict.problems())
                .startsWith("time-stamp 0.1: in-time: made at 2030-06-01T00:00:00Z, when the one before it had ended");
    }

    @Test
    void anAlgorithmThatEndedBeforeTheRenewalEndsTheProof() {
        EvidenceRecord renewed = byHashTree(initial(), StampDigest.SHA512, TWO, SECOND);
        AlgorithmEnds ended = AlgorithmEnds.parse("sha256 2028-01-01");
        AlgorithmEnds endsSoon = AlgorithmEnds.parse("sha256 2030-01-01");
        Instant now = SECOND.plus(Duration.ofDays(30));

        assertThat(EvidenceVerification.verify(renewed.encoded(), NOTE, ALL, ended, now)
                        .problems())
                .contains("in-time");
        // The renewal's own signature is over SHA-256 as well, which was good then, and is now.
        assertThat(EvidenceVerification.verify(renewed.encoded(), NOTE, ALL, endsSoon, now)
                        .problems())
                .isEmpty();
    }

    @Test
    void otherDataAreFoundAtTheFirstLinkAndAtEachHashTreeRenewal() {
        EvidenceRecord renewed = byHashTree(byStamp(initial(), TWO, SECOND), StampDigest.SHA384, THREE, THIRD);

        EvidenceVerdict verdict = EvidenceVerification.verify(renewed.encoded(), new byte[] {1}, ALL, NOW);

        assertThat(verdict.links().stream()
                        .map(link -> link.allChecks().stream().allMatch(check -> check.outcome() == Outcome.PASSED)))
                .containsExactly(false, true, false);
    }

    @Test
    void aRenewalOfSomethingElseCoversNothing() {
        EvidenceRecord other = EvidenceRecord.initial(
                ArchiveStamp.direct(stamped(ONE, StampDigest.SHA256, StampDigest.SHA256.of(new byte[1]), FIRST)));
        TimeStamp ofOther = stamped(TWO, StampDigest.SHA256, other.leafOfStampRenewal(), SECOND);

        EvidenceVerdict verdict = verify(initial().renewedByStamp(ArchiveStamp.direct(ofOther)), SECOND);

        assertThat(verdict.problems()).startsWith("time-stamp 0.1: imprint: ");
    }

    @Test
    void oneTokenRenewsManyRecordsThroughAHashTree() {
        for (int count : new int[] {1, 2, 3, 5, 8, 13}) {
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                leaves.add(i == 0 ? initial().leafOfStampRenewal() : StampDigest.SHA256.of(new byte[] {(byte) i}));
            }
            for (int place : new int[] {0, count / 2, count - 1}) {
                java.util.Collections.swap(leaves, 0, place);
                EvidenceRecord before = EvidenceRecord.initial(
                        ArchiveStamp.direct(stamped(ONE, StampDigest.SHA256, StampDigest.SHA256.of(NOTE), FIRST)));
                leaves.set(place, before.leafOfStampRenewal());
                HashTree tree = new HashTree(StampDigest.SHA256, leaves);
                TimeStamp stamp = stamped(TWO, StampDigest.SHA256, tree.root(), SECOND);

                EvidenceVerdict verdict = verify(before.renewedByStamp(ArchiveStamp.of(stamp, tree, place)), SECOND);

                assertThat(verdict.problems()).as("%d of %d", place, count).isEmpty();
                if (count > 1) {
                    assertThat(verify(before.renewedByStamp(ArchiveStamp.of(stamp, tree, (place + 1) % count)), SECOND)
                                    .outcome())
                            .as("the leaf beside %d of %d", place, count)
                            .isIn(Outcome.FAILED, Outcome.PASSED);
                }
                java.util.Collections.swap(leaves, 0, place);
            }
        }
    }

    /** Bouncy Castle's own reading of the standard, for what it does check. */
    @Test
    void bouncyCastleRenewsAndWeVerify() throws Exception {
        var digests = new JcaDigestCalculatorProviderBuilder()
                .setProvider(AuthorityChain.PROVIDER)
                .build();
        var generator = new org.bouncycastle.tsp.TimeStampRequestGenerator();
        generator.setCertReq(true);
        ERSEvidenceRecord theirs = new ERSEvidenceRecord(initial().encoded(), digests);
        theirs.validatePresent(new ERSByteData(NOTE), Date.from(FIRST.plus(Duration.ofDays(1))));

        byte[] query = theirs.generateTimeStampRenewalRequest(generator, BigInteger.ONE)
                .getEncoded();
        ERSEvidenceRecord again =
                theirs.renewTimeStamp(new org.bouncycastle.tsp.TimeStampResponse(TWO.reply(query, SECOND)));
        assertThat(EvidenceVerification.verify(again.getEncoded(), NOTE, ALL, SECOND)
                        .problems())
                .isEmpty();

        var sha512 = digests.get(StampDigest.SHA512.identifier());
        byte[] rehash = again.generateHashRenewalRequest(sha512, new ERSByteData(NOTE), generator, BigInteger.TWO)
                .getEncoded();
        ERSEvidenceRecord anew = again.renewHash(
                sha512, new ERSByteData(NOTE), new org.bouncycastle.tsp.TimeStampResponse(THREE.reply(rehash, THIRD)));
        assertThat(EvidenceVerification.verify(anew.getEncoded(), NOTE, ALL, NOW)
                        .problems())
                .isEmpty();
    }

    @Test
    void nobodyTrustedIsUnknownAndDamageFails() {
        EvidenceVerdict nobody =
                EvidenceVerification.verify(initial().encoded(), NOTE, TrustedAuthorities.NONE, FIRST.plusSeconds(1));

        assertThat(nobody.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThatThrownBy(() -> EvidenceRecord.parse(new byte[EvidenceRecord.MAX_BYTES + 1]))
                .isInstanceOf(StampException.class);
    }

    private static final byte[] RECORD = byHashTree(byStamp(initial(), TWO, SECOND), StampDigest.SHA512, THREE, THIRD)
            .encoded();

    @Property(tries = 100)
    void noDamageThrowsOrChangesTheTime(@ForAll @IntRange(max = 20_000) int at, @ForAll byte put) {
        byte[] damaged = RECORD.clone();
        damaged[at % damaged.length] = put;

        EvidenceVerdict verdict = EvidenceVerification.verify(damaged, NOTE, ALL, NOW);

        if (verdict.outcome() == Outcome.PASSED) {
            assertThat(verdict.time().orElseThrow().time()).isEqualTo(FIRST);
        }
    }

    @Property(tries = 100)
    boolean noBytesThrow(@ForAll @Size(max = 300) byte[] bytes) {
        return EvidenceVerification.verify(bytes, NOTE, ALL, NOW).outcome() == Outcome.FAILED;
    }
}
