package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.stamp.TestAuthority;

final class VerifyMainTest {
    @TempDir
    private Path folder;

    private Path bundle;
    private String vkey;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void write() {
        bundle = SampleBundle.write(folder.resolve("bag.zip"));
        vkey = Sample.SIGNER.verifierKey().text();
    }

    private static Run run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = VerifyMain.run(
                Arrays.stream(arguments).map(Object::toString).toList(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void trustComesByKeyFileOrPolicy() throws Exception {
        Path key = Files.writeString(folder.resolve("log.vkey"), "# the log\n" + vkey + "\n");
        Path policy = Files.writeString(folder.resolve("policy"), "log " + vkey + "\nquorum none\n");

        assertThat(run(bundle, "--key", vkey).exit()).isZero();
        assertThat(run("--key", key, bundle).exit()).isZero();
        Run byPolicy = run(bundle, "--policy", policy);
        assertThat(byPolicy.exit()).as(byPolicy.out()).isZero();
        assertThat(byPolicy.out()).endsWith("verdict: intact\n");
    }

    @Test
    void withoutTrustItSaysSo() {
        Run run = run(bundle, "--json");

        assertThat(run.exit()).isEqualTo(2);
        JsonObject report = JsonObject.parse(run.out().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(report.string("verdict")).isEqualTo("not_authenticated");
        assertThat(report.array("checks").objects())
                .anyMatch(check -> check.string("name").equals("chunks"));
    }

    @Test
    void damageIsOne() throws Exception {
        Files.write(bundle, Sample.flipped(Files.readAllBytes(bundle), 8L * 50_000));

        Run run = run(bundle);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("verdict: NOT intact");
    }

    /** They were read and went unused. */
    @Test
    void listsWithoutWhomTheyAreAboutAreRefused() throws Exception {
        TestAuthority authority = TestAuthority.good(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(900));
        Path list = Files.write(
                folder.resolve("a.crl"),
                authority
                        .revoked(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-01-05T00:00:00Z"), 1)
                        .encoded());
        Run run = run(bundle, "--key", vkey, "--tsa-crl", list);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--tsa-crl", "needs --tsa-ca");
    }

    @Test
    void wrongUseIsTwoAndSaysWhatToDo() {
        assertThat(run().err()).contains("one bundle", "--help");
        assertThat(run(folder.resolve("none")).err()).contains("no such file");
        assertThat(run(bundle, "--key", "nonsense").err()).contains("not a key");
        assertThat(run(bundle, "--key").err()).contains("needs a value");
        assertThat(run(bundle, "--frob").err()).contains("unknown option");
        assertThat(run(bundle, "--frob").exit()).isEqualTo(2);
        assertThat(run("--help").out()).contains("usage:");
    }
}
