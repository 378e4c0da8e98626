package org.unbroken.integrity.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.verify.Outcome;

/** Certificates of authorities that were taken back: lists of OpenSSL's, over tokens of OpenSSL's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RevocationTest {
    private static final byte[] NOTE = "origin\n7\nroot\n".getBytes(StandardCharsets.UTF_8);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private static Path folder;

    private OpensslAuthority openssl;
    private byte[] token = new byte[0];
    private Instant made = Instant.EPOCH;

    @BeforeAll
    void stamp() {
        openssl = OpensslAuthority.create(folder.resolve("one"));
        TimeStampRequest request = TimeStampRequest.over(NOTE, StampDigest.SHA256, BigInteger.TEN, Optional.empty());
        TimeStamp stamp = request.token(openssl.reply(request.encoded()));
        token = stamp.encoded();
        made = stamp.time();
    }

    private TimeStampVerdict verified(Path list) throws Exception {
        return TimeStampVerification.verify(
                token, NOTE, openssl.trusted().withRevocations(RevocationList.parse(Files.readAllBytes(list))));
    }

    private static String revocation(TimeStampVerdict verdict) {
        return verdict.checks().stream()
                .filter(check -> check.name().equals("revocation"))
                .map(check -> check.outcome() + " " + check.message())
                .findFirst()
                .orElse("none");
    }

    @Test
    void aCertificateThatIsNotListedIsGood() throws Exception {
        TimeStampVerdict verdict = verified(openssl.emptyList());

        assertThat(verdict.outcome()).as(verdict.problems()).isEqualTo(Outcome.PASSED);
        assertThat(revocation(verdict)).startsWith("PASSED CN=Test-TSA is not in the list of ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"superseded", "keyCompromise", "cessationOfOperation", ""})
    void whatWasRevokedBeforeStampsNothing(String reason) throws Exception {
        TimeStampVerdict verdict = verified(openssl.listWithItself(made.minus(DAY), reason));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.problems()).contains("revocation: ", "before the time-stamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"superseded", "affiliationChanged", "cessationOfOperation", "unspecified"})
    void whatWasRevokedLaterWithASoundKeyStaysGoodWithANote(String reason) throws Exception {
        TimeStampVerdict verdict = verified(openssl.listWithItself(made.plus(DAY), reason));

        assertThat(verdict.outcome()).as(verdict.problems()).isEqualTo(Outcome.PASSED);
        assertThat(revocation(verdict)).contains("after this time-stamp, which stays good");
    }

    /** RFC 3161 section 4: without a reason too. */
    @ParameterizedTest
    @CsvSource({"keyCompromise, Key", "'', no reason given"})
    void aCompromisedKeyTakesItsEarlierStampsWithIt(String reason, String said) throws Exception {
        TimeStampVerdict verdict = verified(openssl.listWithItself(made.plus(DAY), reason));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.problems()).containsIgnoringCase(said).contains("others could have made this");
    }

    @Test
    void aListByAnotherOfTheSameNameIsNamed() throws Exception {
        Path others = OpensslAuthority.create(folder.resolve("other")).emptyList();

        TimeStampVerdict verdict = verified(others);

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.problems()).contains("not signed by its key");
    }

    @Test
    void oneFileMayHoldCertificatesAndLists() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(Files.readAllBytes(openssl.authorityCertificate()));
        both.write(Files.readAllBytes(openssl.listWithItself(made.minus(DAY), "superseded")));

        TimeStampVerdict verdict =
                TimeStampVerification.verify(token, NOTE, TrustedAuthorities.parse(both.toByteArray()));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aListInDerIsReadAndEveryBitOfItCounts() throws Exception {
        String pem = Files.readString(openssl.listWithItself(made.minus(DAY), "superseded"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
        assertThat(RevocationList.parse(der).get(0).encoded()).isEqualTo(der);
        for (int at = 0; at < der.length; at += 3) {
            byte[] turned = der.clone();
            turned[at] ^= 1;
            List<RevocationList> lists;
            try {
                lists = RevocationList.parse(turned);
            } catch (StampException refused) {
                continue;
            }
            TimeStampVerdict verdict =
                    TimeStampVerification.verify(token, NOTE, openssl.trusted().withRevocations(lists));
            assertThat(verdict.outcome() == Outcome.FAILED
                            || revocation(verdict).equals("none"))
                    .as("byte " + at + ": " + revocation(verdict))
                    .isTrue();
        }
        assertThatThrownBy(() -> RevocationList.parse(new byte[0])).hasMessageContaining("no revocation list");
    }

    private static final Instant STAMPED = Instant.parse("2026-06-01T00:00:00Z");

    private static TimeStampVerdict stamped(TestAuthority by, TrustedAuthorities trusted) {
        return TimeStampVerification.verify(
                by.stamp(NOTE, StampDigest.SHA256, STAMPED).encoded(), NOTE, trusted);
    }

    private static TestAuthority authority() {
        return TestAuthority.good(STAMPED.minus(DAY), Duration.ofDays(3 * 365));
    }

    /** What a token carries is its maker's word: a key in it of the issuer's name is nobody's. */
    @Test
    void aListByAnotherKeyThatOnlyTheTokenBringsIsNotPassedOver() {
        TestAuthority one = authority();
        TestAuthority anew = authority();
        one.carry(anew.issuer());
        RevocationList list = anew.revoked(STAMPED.plus(DAY), STAMPED.minus(DAY), 1);

        TimeStampVerdict verdict = stamped(one, one.trusted().withRevocations(List.of(list)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.problems()).contains("not signed by its key");
    }

    @Test
    void aListByAnotherTrustedKeyOfThatNameIsTold() {
        TestAuthority one = authority();
        TestAuthority anew = authority();
        RevocationList list = anew.revoked(STAMPED.plus(DAY), STAMPED.minus(DAY), 1);

        TimeStampVerdict verdict =
                stamped(one, one.trusted().and(anew.trusted()).withRevocations(List.of(list)));

        assertThat(verdict.outcome()).as(verdict.problems()).isEqualTo(Outcome.PASSED);
        assertThat(revocation(verdict)).contains("another trusted key of that name", "nothing is taken from it");
    }

    /** A file of --tsa-ca with the whole chain in it, as authorities give them out. */
    @Test
    void anAuthorityThatIsTrustedItselfCanStillBeTakenBack() {
        TestAuthority one = authority();
        TrustedAuthorities whole = new TrustedAuthorities(List.of(one.certificate(), one.issuer()), java.util.Set.of());
        RevocationList list = one.revoked(STAMPED.plus(DAY), STAMPED.minus(DAY), 1);

        TimeStampVerdict verdict = stamped(one, whole.withRevocations(List.of(list)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(stamped(one, whole).outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void whereTheIssuerIsNotKnownItIsSaidThatNoListWasUsed() {
        TestAuthority one = authority();
        TrustedAuthorities alone = new TrustedAuthorities(List.of(one.certificate()), java.util.Set.of());
        RevocationList list = one.revoked(STAMPED.plus(DAY), STAMPED.minus(DAY), 1);

        TimeStampVerdict verdict = stamped(one, alone.withRevocations(List.of(list)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(revocation(verdict)).contains("no list was used");
        assertThat(revocation(stamped(one, alone))).isEqualTo("none");
    }

    /** RFC 5280 section 5.3.2. */
    @Test
    void aKeyIsSuspectSinceItsInvalidityDate() {
        TestAuthority one = authority();
        Instant told = STAMPED.plus(DAY);

        TimeStampVerdict stolen =
                stamped(one, one.trusted().withRevocations(List.of(one.revoked(told, told, 1, STAMPED.minus(DAY)))));
        TimeStampVerdict superseded =
                stamped(one, one.trusted().withRevocations(List.of(one.revoked(told, told, 4, STAMPED.minus(DAY)))));

        assertThat(stolen.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(stolen.problems()).contains("before the time-stamp", "told on " + told);
        assertThat(superseded.outcome()).as(superseded.problems()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aRenewalAfterTheTheftDoesNotHelpThoughItWasToldLater() {
        Instant second = Instant.parse("2028-06-01T00:00:00Z");
        Instant now = Instant.parse("2029-06-01T00:00:00Z");
        TestAuthority one = authority();
        TestAuthority two = TestAuthority.good(second.minus(DAY), Duration.ofDays(3 * 365));
        EvidenceRecord initial =
                EvidenceRecord.initial(ArchiveStamp.direct(one.stamp(NOTE, StampDigest.SHA256, STAMPED)));
        TimeStampRequest again = new TimeStampRequest(
                StampDigest.SHA256, initial.leafOfStampRenewal(), BigInteger.TEN, Optional.empty());
        EvidenceRecord renewed =
                initial.renewedByStamp(ArchiveStamp.direct(again.token(two.reply(again.encoded(), second))));
        TrustedAuthorities both = one.trusted().and(two.trusted());

        RevocationList list = one.revoked(now, second.plus(DAY), 1, second.minus(DAY));

        assertThat(outcome(renewed, both.withRevocations(List.of(list)), now)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void noListOfAFileIsDroppedInSilence() throws Exception {
        String list = Files.readString(openssl.emptyList());
        assertThat(RevocationList.parse(list.repeat(100).getBytes(StandardCharsets.UTF_8)))
                .hasSize(100);
        assertThatThrownBy(() -> RevocationList.parse(list.repeat(101).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StampException.class)
                .hasMessageContaining("more than 100");
    }

    /** RFC 4998: what was renewed in time survives that the first authority's key was stolen years later. */
    @Test
    void aRenewedRecordOutlivesALaterCompromise() {
        Instant first = Instant.parse("2026-06-01T00:00:00Z");
        Instant second = Instant.parse("2028-06-01T00:00:00Z");
        Instant now = Instant.parse("2029-06-01T00:00:00Z");
        TestAuthority one = TestAuthority.good(first.minus(DAY), Duration.ofDays(3 * 365));
        TestAuthority two = TestAuthority.good(second.minus(DAY), Duration.ofDays(3 * 365));
        EvidenceRecord initial =
                EvidenceRecord.initial(ArchiveStamp.direct(one.stamp(NOTE, StampDigest.SHA256, first)));
        TimeStampRequest again = new TimeStampRequest(
                StampDigest.SHA256, initial.leafOfStampRenewal(), BigInteger.TEN, Optional.empty());
        EvidenceRecord renewed =
                initial.renewedByStamp(ArchiveStamp.direct(again.token(two.reply(again.encoded(), second))));
        TrustedAuthorities both = one.trusted().and(two.trusted());

        RevocationList after = one.revoked(now, second.plus(DAY), 1);
        RevocationList between = one.revoked(now, second.minus(DAY), 1);

        assertThat(outcome(renewed, both.withRevocations(List.of(after)), now)).isEqualTo(Outcome.PASSED);
        assertThat(outcome(renewed, both.withRevocations(List.of(between)), now))
                .isEqualTo(Outcome.FAILED);
        assertThat(outcome(initial, both.withRevocations(List.of(after)), first.plus(DAY)))
                .isEqualTo(Outcome.FAILED);
    }

    private static Outcome outcome(EvidenceRecord record, TrustedAuthorities trusted, Instant now) {
        return EvidenceVerification.verify(record.encoded(), NOTE, trusted, now).outcome();
    }
}
