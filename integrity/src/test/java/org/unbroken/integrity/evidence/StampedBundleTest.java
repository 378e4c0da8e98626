package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.stamp.RevocationList;
import org.unbroken.integrity.stamp.StampDigest;
import org.unbroken.integrity.stamp.TestAuthority;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.Verdict;

/** Bundles with time-stamp tokens: of this checkpoint or another, by an authority that is trusted or is not. */
final class StampedBundleTest {
    private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");
    private static final TestAuthority AUTHORITY =
            TestAuthority.good(AT.minus(Duration.ofDays(1)), Duration.ofDays(3650));
    private static final TestAuthority OTHER = TestAuthority.good(AT.minus(Duration.ofDays(1)), Duration.ofDays(3650));

    @TempDir
    private Path folder;

    private BundleReport verified(byte[] stamped, TrustedAuthorities trusted) throws Exception {
        return verified(stamped, trusted, List.of());
    }

    private BundleReport verified(byte[] stamped, TrustedAuthorities trusted, List<ProofFile> more) throws Exception {
        BundleContents contents = SampleBundle.contents();
        ProofFile token = new ProofFile(
                "timestamps/tsa-1.tst",
                AUTHORITY.stamp(stamped, StampDigest.SHA256, AT).encoded());
        Path bag = folder.resolve("bag");
        BundleWriter.write(
                new BundleContents(
                        contents.statement(),
                        contents.note(),
                        contents.recordings(),
                        contents.checkpoint(),
                        contents.proofs(),
                        Optional.empty(),
                        Stream.concat(Stream.of(token), more.stream()).toList()),
                SampleBundle.originals(),
                bag);
        return BundleVerification.run(bag, SampleBundle.TRUSTED, trusted, AT, 2, bytes -> {});
    }

    private static byte[] checkpoint() {
        return SampleBundle.contents().checkpoint().encode();
    }

    @Test
    void aTrustedAuthorityTellsTheTime() throws Exception {
        BundleReport report = verified(checkpoint(), AUTHORITY.trusted());

        assertThat(report.verdict()).as(report.lines().toString()).isEqualTo(Verdict.INTACT);
        assertThat(report.lines())
                .anyMatch(line -> line.startsWith("passed  timestamp") && line.contains("2026-11-22T02:00:00"));
    }

    @Test
    void whereNobodyIsTrustedItIsSaid() throws Exception {
        BundleReport report = verified(checkpoint(), TrustedAuthorities.NONE);

        assertThat(report.verdict()).isEqualTo(Verdict.INTACT);
        assertThat(report.lines()).anyMatch(line -> line.contains("nobody was asked"));
    }

    @Test
    void anAuthorityThatIsNotTrustedVouchesForNothing() throws Exception {
        assertThat(verified(checkpoint(), OTHER.trusted()).verdict()).isNotEqualTo(Verdict.INTACT);
    }

    @Test
    void aRevocationListInTheBundleIsHeld() throws Exception {
        List<ProofFile> superseded = crl(AT.plusSeconds(60), 4);
        BundleReport report = verified(checkpoint(), AUTHORITY.trusted(), superseded);
        assertThat(report.verdict()).as(report.lines().toString()).isEqualTo(Verdict.INTACT);
        assertThat(report.lines()).anyMatch(line -> line.contains("was revoked at 2026-11-22T02:01:00Z"));
    }

    @Test
    void soIsOneThatCondemnsTheToken() throws Exception {
        assertThat(verified(checkpoint(), AUTHORITY.trusted(), crl(AT.minusSeconds(60), 4))
                        .verdict())
                .isEqualTo(Verdict.DAMAGED);
    }

    @Test
    void whatIsNoListIsNamed() throws Exception {
        BundleReport report = verified(
                checkpoint(), AUTHORITY.trusted(), List.of(new ProofFile("crls/a.crl", new byte[] {0x30, 1, 0})));
        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.lines())
                .anyMatch(line -> line.startsWith("failed  revocation") && line.contains("proof/crls/a.crl"));
    }

    /** A list of an issuer with very many certificates: what an export takes is what is read again. */
    @Test
    void aLongListThatAnExportTakesIsRead() throws Exception {
        RevocationList list = AUTHORITY.longList(AT.plusSeconds(3600), 300_000);
        assertThat(list.encoded().length).isGreaterThan(9 << 20);

        BundleReport report = verified(checkpoint(), AUTHORITY.trusted(), RevocationFiles.of(List.of(list)));

        assertThat(report.verdict()).as(report.lines().toString()).isEqualTo(Verdict.INTACT);
        assertThat(report.lines()).anyMatch(line -> line.contains("is not in the list of"));
        assertThatThrownBy(() -> RevocationFiles.of(List.of(list, list)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 16777216");
    }

    @Test
    void moreListsThanABundleHasAreNotRead() throws Exception {
        byte[] one =
                AUTHORITY.revoked(AT.plusSeconds(3600), AT.plusSeconds(60), 4).encoded();
        List<ProofFile> many = IntStream.rangeClosed(1, 33)
                .mapToObj(number -> new ProofFile("crls/crl-" + number + ".crl", one))
                .toList();

        BundleReport report = verified(checkpoint(), TrustedAuthorities.NONE, many);

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.lines())
                .anyMatch(line -> line.startsWith("failed  revocation") && line.contains("33 revocation lists"));
    }

    /** Whatever their bytes are, they are too many to be held. */
    @Test
    void listsThatAreTooLongTogetherAreNotRead() throws Exception {
        List<ProofFile> tooLong =
                List.of(new ProofFile("crls/a.crl", new byte[9 << 20]), new ProofFile("crls/b.crl", new byte[9 << 20]));

        BundleReport report = verified(checkpoint(), TrustedAuthorities.NONE, tooLong);

        assertThat(report.lines())
                .filteredOn(line -> line.startsWith("failed  revocation"))
                .singleElement()
                .asString()
                .contains("at most 16777216");
    }

    private static List<ProofFile> crl(Instant revoked, int reason) {
        return List.of(new ProofFile(
                "crls/crl-1.crl",
                AUTHORITY.revoked(AT.plusSeconds(3600), revoked, reason).encoded()));
    }

    @Test
    void aTokenOfSomethingElseIsFound() throws Exception {
        BundleReport report = verified(Sample.checkpoint().encode(), TrustedAuthorities.NONE);

        assertThat(report.verdict()).isEqualTo(Verdict.DAMAGED);
        assertThat(report.lines())
                .anyMatch(line -> line.startsWith("failed  timestamp") && line.contains("proof/timestamps/tsa-1.tst"));
    }
}
