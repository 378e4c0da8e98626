package org.unbroken.integrity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.digest.Sm3;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.manifest.Manifest;

/** A manifest with an SM3 digest: it is one check more, of the same bytes. */
class Sm3VerificationTest {
    private static String sm3(byte[] bytes) {
        MessageDigest digest = Sm3.newDigest();
        digest.update(bytes);
        return Sm3.finish(digest);
    }

    private static Manifest withSm3(String hex) {
        JsonObject json = Sample.manifest().json();
        return new Manifest(json.with()
                .put("file", json.object("file").with().put("sm3", hex).build())
                .build());
    }

    private static List<Check> checks(byte[] file, Manifest manifest) {
        return FileVerification.run(
                        Channels.newChannel(new ByteArrayInputStream(file)),
                        manifest.bytes(),
                        null,
                        TrustPolicy.NONE,
                        bytes -> {})
                .checks();
    }

    private static Outcome outcome(byte[] file, Manifest manifest) {
        return checks(file, manifest).stream()
                .filter(check -> check.name().equals("sm3"))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    /** GB/T 32905 annex A, example 1. */
    @Test
    void theStandardsExample() {
        assertThat(sm3("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    @Test
    void theFilesSm3IsCheckedWhereTheManifestHasOne() {
        byte[] file = Sample.file();
        assertThat(outcome(file, withSm3(sm3(file)))).isEqualTo(Outcome.PASSED);
        assertThat(outcome(file, withSm3("00".repeat(32)))).isEqualTo(Outcome.FAILED);
        assertThat(outcome(Sample.flipped(file, 77), withSm3(sm3(file)))).isEqualTo(Outcome.FAILED);
        assertThat(checks(file, Sample.manifest()))
                .noneMatch(check -> check.name().equals("sm3"));
    }
}
