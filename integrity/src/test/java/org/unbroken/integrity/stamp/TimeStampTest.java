package org.unbroken.integrity.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

final class TimeStampTest {
    private static final byte[] NOTE = "origin\n7\nroot\n".getBytes(StandardCharsets.UTF_8);
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");
    private static final TestAuthority GOOD = TestAuthority.good(MADE, Duration.ofDays(3650));

    private static byte[] token(TestAuthority authority) {
        return authority.stamp(NOTE, StampDigest.SHA256, AT).encoded();
    }

    private static Map<String, Outcome> outcomes(TimeStampVerdict verdict) {
        return verdict.checks().stream().collect(java.util.stream.Collectors.toMap(Check::name, Check::outcome));
    }

    @Test
    void saysWhenByWhomAndThatAllWasChecked() {
        TimeStampVerdict verdict = TimeStampVerification.verify(token(GOOD), NOTE, GOOD.trusted());

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(outcomes(verdict))
                .containsOnlyKeys("token", "imprint", "algorithms", "certificate", "signature", "authority");
        StampedTime time = verdict.time().orElseThrow();
        assertThat(time.time()).isEqualTo(AT);
        assertThat(time.accuracy()).contains(Duration.ofSeconds(1));
        assertThat(time.authority()).isEqualTo("CN=Test TSA");
        assertThat(time.policy()).isEqualTo(TestAuthority.POLICY);
        assertThat(time.certificateUntil()).isEqualTo(MADE.plus(Duration.ofDays(3650)));
        assertThat(time.algorithms()).contains("sha256", "ec-256");
    }

    @Test
    void nobodyTrustedLeavesTheAuthorityUnknown() {
        TimeStampVerdict verdict = TimeStampVerification.verify(token(GOOD), NOTE, TrustedAuthorities.NONE);

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcomes(verdict))
                .containsEntry("authority", Outcome.UNKNOWN)
                .containsEntry("signature", Outcome.PASSED);
    }

    @Test
    void otherBytesAreFoundByTheImprintAlone() {
        TimeStampVerdict verdict = TimeStampVerification.verify(token(GOOD), new byte[] {1}, GOOD.trusted());

        assertThat(verdict.problems()).startsWith("imprint: ");
        assertThat(outcomes(verdict))
                .containsEntry("imprint", Outcome.FAILED)
                .containsEntry("signature", Outcome.PASSED);
    }

    @Test
    void anAuthorityThatIsNotTrustedVouchesForNothing() {
        TestAuthority other = TestAuthority.good(MADE, Duration.ofDays(3650));

        TimeStampVerdict verdict = TimeStampVerification.verify(token(other), NOTE, GOOD.trusted());

        assertThat(outcomes(verdict))
                .containsEntry("authority", Outcome.FAILED)
                .containsEntry("signature", Outcome.PASSED);
    }

    @Test
    void itsOwnCertificateTrustedIsEnough() {
        TrustedAuthorities alone = new TrustedAuthorities(List.of(GOOD.certificate()), Set.of());

        assertThat(TimeStampVerification.verify(token(GOOD), NOTE, alone).problems())
                .isEmpty();
    }

    @Test
    void aCertificateThatHadEndedIsRefusedAndTheDatesAreSaid() {
        TestAuthority ended = TestAuthority.good(MADE, Duration.ofDays(30));

        TimeStampVerdict verdict = TimeStampVerification.verify(token(ended), NOTE, ended.trusted());

        assertThat(outcomes(verdict))
                .containsEntry("certificate", Outcome.FAILED)
                .containsEntry("authority", Outcome.FAILED);
        assertThat(verdict.problems()).contains("2026-01-31", "2026-06-01");
    }

    @Test
    void aCertificateThatEndedSinceDoesNotMatter() {
        TestAuthority ended = TestAuthority.good(Instant.parse("2020-01-01T00:00:00Z"), Duration.ofDays(365));
        byte[] token = ended.stamp(NOTE, StampDigest.SHA256, Instant.parse("2020-03-01T00:00:00Z"))
                .encoded();

        assertThat(TimeStampVerification.verify(token, NOTE, ended.trusted()).outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void theCertificateMustBeForTimeStampsAlone() {
        TestAuthority.Rules rules = TestAuthority.Rules.good(MADE, MADE.plus(Duration.ofDays(3650)));
        for (TestAuthority.Rules wrong : List.of(rules.notCritical(), rules.notForStamps())) {
            TestAuthority authority = new TestAuthority(wrong);

            byte[] token = authority.signedAnyway(TimeStamp.parse(token(GOOD)));

            TimeStampVerdict verdict = TimeStampVerification.verify(token, NOTE, authority.trusted());

            assertThat(outcomes(verdict))
                    .containsEntry("certificate", Outcome.FAILED)
                    .containsEntry("signature", Outcome.PASSED);
            assertThat(verdict.problems()).contains("not for time-stamping alone");
        }
    }

    @Test
    void anotherCertificateForTheSameKeyIsNotTheOneThatWasSigned() {
        byte[] token = token(GOOD);
        TestAuthority twin = TestAuthority.good(MADE, Duration.ofDays(3650));
        byte[] foreign = GOOD.reply(
                TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.empty())
                        .encoded(),
                AT,
                twin.certificate());

        TimeStampVerdict verdict = TimeStampVerification.verify(
                TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.empty())
                        .token(foreign)
                        .encoded(),
                NOTE,
                twin.trusted());

        assertThat(token).isNotEqualTo(foreign);
        assertThat(outcomes(verdict)).containsEntry("signature", Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-2048, SHA256withRSA, SHA256, rsa-2048",
        "rsa-3072, SHA384withRSAandMGF1, SHA384, rsa-3072",
        "sm2, SM3withSM2, SM3, sm2",
        "ec, SHA512withECDSA, SHA512, sha512"
    })
    void algorithmsThatAuthoritiesUse(String key, String signature, StampDigest digest, String expected) {
        TestAuthority authority = new TestAuthority(
                TestAuthority.Rules.good(MADE, MADE.plus(Duration.ofDays(3650))).with(key, signature));

        TimeStampVerdict verdict =
                TimeStampVerification.verify(authority.stamp(NOTE, digest, AT).encoded(), NOTE, authority.trusted());

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.time().orElseThrow().algorithms()).contains(expected, digest.id());
    }

    @Test
    void algorithmsThatHadEndedAreRefused() {
        TestAuthority weak = new TestAuthority(
                TestAuthority.Rules.good(MADE, MADE.plus(Duration.ofDays(3650))).with("rsa-1024", "SHA256withRSA"));
        TestAuthority old = new TestAuthority(
                TestAuthority.Rules.good(MADE, MADE.plus(Duration.ofDays(3650))).with("ec", "SHA1withECDSA"));

        assertThat(TimeStampVerification.verify(token(weak), NOTE, weak.trusted())
                        .problems())
                .contains("algorithms: rsa-1024");
        assertThat(TimeStampVerification.verify(token(old), NOTE, old.trusted()).problems())
                .contains("algorithms: sha1");
        AlgorithmEnds strict = AlgorithmEnds.parse("# ours\nec-256 2026-05-01\n");
        assertThat(TimeStampVerification.verify(token(GOOD), NOTE, GOOD.trusted(), strict)
                        .problems())
                .contains("algorithms: ec-256");
    }

    @Test
    void theWantedPolicyIsChecked() {
        byte[] token = token(GOOD);

        assertThat(TimeStampVerification.verify(token, NOTE, GOOD.trusted().withPolicies(Set.of(TestAuthority.POLICY)))
                        .outcome())
                .isEqualTo(Outcome.PASSED);
        assertThat(TimeStampVerification.verify(token, NOTE, GOOD.trusted().withPolicies(Set.of("1.2.3.9")))
                        .problems())
                .startsWith("policy: ");
    }

    @Test
    void anAnswerMustBeToThisRequest() {
        TimeStampRequest asked = TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.empty());
        TimeStampRequest another = TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TWO, Optional.empty());
        TimeStampRequest ofOther =
                TimeStampRequest.over(new byte[] {1}, StampDigest.SHA256, BigInteger.TEN, Optional.empty());
        TimeStampRequest byPolicy =
                TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.of("1.2.3.9"));

        assertThat(asked.token(GOOD.reply(asked.encoded(), AT)).time()).isEqualTo(AT);
        assertThatThrownBy(() -> asked.token(GOOD.reply(another.encoded(), AT))).hasMessageContaining("nonce");
        assertThatThrownBy(() -> asked.token(GOOD.reply(ofOther.encoded(), AT))).hasMessageContaining("imprint");
        assertThatThrownBy(() -> byPolicy.token(GOOD.reply(asked.encoded(), AT)))
                .hasMessageContaining("policy");
    }

    @Test
    void opensslStampsAndVerifies(@TempDir Path folder) {
        OpensslAuthority openssl = OpensslAuthority.create(folder);
        for (StampDigest digest : StampDigest.values()) {
            TimeStampRequest request =
                    TimeStampRequest.over(NOTE, digest, new BigInteger("123456789012345678"), Optional.of("1.2.3.4.5"));

            byte[] token = request.token(openssl.reply(request.encoded())).encoded();

            assertThat(openssl.verify(token, NOTE)).contains("Verification: OK");
            assertThat(openssl.verify(token, new byte[] {1})).contains("FAILED");
            assertThat(TimeStampVerification.verify(token, NOTE, openssl.trusted())
                            .problems())
                    .as(digest.id())
                    .isEmpty();
        }
    }

    @Test
    void aRefusalIsToldInItsWords(@TempDir Path folder) {
        OpensslAuthority openssl = OpensslAuthority.create(folder);
        TimeStampRequest request =
                TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.of("1.2.3.99"));

        assertThatThrownBy(() -> request.token(openssl.reply(request.encoded())))
                .isInstanceOf(StampException.class)
                .hasMessageContaining("refuses")
                .hasMessageContaining("policy");
    }

    @Test
    void everyChangedByteIsFoundOrChangesNothingThatIsBelieved() {
        byte[] token = token(GOOD);
        StampedTime told =
                TimeStampVerification.verify(token, NOTE, GOOD.trusted()).time().orElseThrow();
        for (int i = 0; i < token.length; i += 17) {
            byte[] changed = token.clone();
            changed[i] ^= 0x41;

            TimeStampVerdict verdict = TimeStampVerification.verify(changed, NOTE, GOOD.trusted());

            if (verdict.outcome() == Outcome.PASSED) {
                // What no signature covers: the authority's own certificate beside its own, and such.
                assertThat(verdict.time().orElseThrow().time()).isEqualTo(told.time());
                assertThat(verdict.time().orElseThrow().authority()).isEqualTo(told.authority());
            }
        }
    }

    @Property(tries = 100)
    boolean noBytesThrow(@ForAll @Size(max = 400) byte[] bytes) {
        return TimeStampVerification.verify(bytes, NOTE, GOOD.trusted()).outcome() == Outcome.FAILED;
    }

    @Property(tries = 150)
    boolean noDamageThrows(
            @ForAll @IntRange(max = 5000) int at, @ForAll byte put, @ForAll @IntRange(max = 40) int cut) {
        byte[] token = TOKEN.clone();
        token[at % token.length] = put;
        byte[] damaged = java.util.Arrays.copyOf(token, token.length - (cut > 30 ? cut : 0));
        TimeStampVerification.verify(damaged, NOTE, GOOD.trusted());
        try {
            REQUEST.token(answer(damaged));
        } catch (StampException refused) {
            return true;
        }
        return true;
    }

    private static final byte[] TOKEN = token(GOOD);
    private static final TimeStampRequest REQUEST =
            TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.empty());

    private static byte[] answer(byte[] token) {
        // SEQUENCE { PKIStatusInfo { granted }, token }
        byte[] status = {0x30, 0x03, 0x02, 0x01, 0x00};
        int length = status.length + token.length;
        byte[] answer = new byte[4 + length];
        answer[0] = 0x30;
        answer[1] = (byte) 0x82;
        answer[2] = (byte) (length >> 8);
        answer[3] = (byte) length;
        System.arraycopy(status, 0, answer, 4, status.length);
        System.arraycopy(token, 0, answer, 4 + status.length, token.length);
        return answer;
    }

    @Test
    void hugeDeepAndEndlessDerIsRefused() {
        byte[] deep = new byte[20_000];
        for (int i = 0; i + 4 <= deep.length; i += 4) {
            int rest = deep.length - i - 4;
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x82;
            deep[i + 2] = (byte) (rest >> 8);
            deep[i + 3] = (byte) rest;
        }
        byte[] claimed = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        byte[] indefinite = {0x30, (byte) 0x80, 0, 0};

        assertThatThrownBy(() -> TimeStamp.parse(deep))
                .isInstanceOf(StampException.class)
                .hasMessageContaining("deep");
        assertThatThrownBy(() -> TimeStamp.parse(claimed)).hasMessageContaining("cut short");
        assertThatThrownBy(() -> TimeStamp.parse(indefinite)).hasMessageContaining("length");
        assertThatThrownBy(() -> TimeStamp.parse(new byte[TimeStamp.MAX_BYTES + 1]))
                .hasMessageContaining("bytes");
        assertThatThrownBy(() -> TimeStamp.parse(new byte[0])).isInstanceOf(StampException.class);
    }

    @Test
    void whatIsTrustedIsReadStrictly() {
        assertThatThrownBy(() -> TrustedAuthorities.parse(new byte[0])).hasMessageContaining("no certificate");
        assertThatThrownBy(
                        () -> TrustedAuthorities.parse("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                                .getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(StampException.class);
        assertThatThrownBy(() -> AlgorithmEnds.parse("md5 2040-01-01")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> AlgorithmEnds.parse("\nsha256 soon")).hasMessageContaining("line 2");
    }
}
