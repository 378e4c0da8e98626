package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.integrity.verify.CheckpointTrust;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/** A server and a witness, each a process of its own: what is docked here is cosigned there. */
@Tag("slow")
final class AttestedServerTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSealedIsCosignedByTheOtherAgency() throws Exception {
        Path data = folder.resolve("server");
        VerifierKey log = LogKeys.loadOrCreate(
                        data.resolve("keys"),
                        Optional.of("log.test/city"),
                        new DurableFiles(new LocalDisk()),
                        new SecureRandom())
                .verifierKey();
        Path logs = Files.writeString(folder.resolve("logs"), "log " + log + "\nquorum none\n");
        try (WitnessChild witness = WitnessChild.start(folder.resolve("witness"), "witness.test/county", logs, 0)) {
            Path witnesses = Files.writeString(
                    folder.resolve("witnesses"),
                    "witness county " + witness.key() + " " + witness.address() + "\nquorum county\n");
            try (ServerProcess server = ServerProcess.start(
                    data,
                    ServerProcess.settings(
                            "log.witnesses", witnesses.toString(),
                            "log.attest-interval", "200ms",
                            "log.sm2", "true",
                            "digest.sm3", "true"))) {
                String dock = token(data, "dock");
                Path file = Files.write(folder.resolve("a.bin"), new byte[100_000]);
                Cli.run(
                                "dock",
                                "--server",
                                server.upload(),
                                "--camera",
                                "cam-1",
                                "--token",
                                dock,
                                "--key",
                                log.text(),
                                "--wait",
                                Long.toString(Await.PATIENCE.toSeconds()),
                                file)
                        .line();
                String auditor = token(data, "auditor");
                VerifierKey lasting = new VerifierKey(Files.readString(data.resolve("keys/log-ml-dsa-44.vkey"))
                        .strip());
                VerifierKey sm2 = new VerifierKey(
                        Files.readString(data.resolve("keys/log-sm2.vkey")).strip());
                TrustPolicy policy = TrustPolicy.parse(
                        "log " + log + "\nlog " + lasting + "\nlog " + sm2 + "\n" + Files.readString(witnesses));
                CheckpointTrust judged = Await.value("a cosigned checkpoint", () -> attested(server.console(), auditor)
                        .map(policy::judge)
                        .filter(CheckpointTrust::accepted));
                assertThat(judged.logKeys()).hasSize(3);
            }
            aBundleFromTheStoppedFolderHasItsCosignature(data, log, witness, witnesses);
        }
    }

    /** The export's own entry is newer than all that was cosigned: the witness is asked for it. */
    private void aBundleFromTheStoppedFolderHasItsCosignature(
            Path data, VerifierKey log, WitnessChild witness, Path witnesses) throws Exception {
        Path config = Files.writeString(folder.resolve("server.properties"), "log.witnesses = " + witnesses + "\n");
        Path policy = Files.writeString(
                folder.resolve("demanding"), "log " + log + "\nwitness county " + witness.key() + "\nquorum county\n");
        String recording;
        try (Stream<Path> all = Files.walk(data.resolve("worm/recordings"))) {
            recording = all.filter(path -> path.endsWith("manifest.json"))
                    .map(path -> path.getParent().getFileName().toString())
                    .findFirst()
                    .orElseThrow();
        }
        Path unasked = folder.resolve("unasked");
        assertThat(Cli.run("export", recording, "--out", unasked, "--data", data)
                        .exit())
                .isZero();
        assertThat(Cli.run("verify", unasked, "--policy", policy).exit())
                .as("without the configuration nobody is asked")
                .isEqualTo(2);

        Path out = folder.resolve("bundle");
        Cli exported = Cli.run("export", recording, "--out", out, "--data", data, "--config", config);
        assertThat(exported.exit()).as(exported.said()).isZero();
        assertThat(Files.readString(out.resolve("proof/attested"))).contains("witness.test/county");
        Cli verified = Cli.run("verify", out, "--policy", policy);
        assertThat(verified.exit()).as(verified.said()).isZero();
    }

    private static String token(Path data, String role) {
        return Cli.run("token", "issue", "--data", data, "--role", role, "--name", role)
                .line();
    }

    private static Optional<SignedNote> attested(URI console, String token) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(console.resolve("log/attested"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200
                ? Optional.of(SignedNote.parse(answer.body().getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
