package org.unbroken.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.TrustedWitness;
import org.unbroken.storage.attest.HttpWitnessDoor;
import org.unbroken.storage.attest.WitnessClient;

/** The witness as a process of its own, asked over its socket and killed at bad moments. */
final class WitnessProcessTest {
    private static final String NAME = "witness.test/w";
    private static final int KILLS = 4;

    @TempDir
    Path folder;

    private final SignedTree log = new SignedTree("log.test/a");
    private final HttpClient http = HttpClient.newHttpClient();

    private WitnessChild start(int port) throws Exception {
        return WitnessChild.start(
                folder.resolve("witness"), NAME, Files.writeString(folder.resolve("logs"), log.policy()), port);
    }

    private HttpResponse<String> post(WitnessChild witness, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(witness.address().resolve("add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static WitnessClient client(WitnessChild witness) {
        return new WitnessClient(
                new TrustedWitness("W", witness.key(), Optional.empty()),
                new HttpWitnessDoor(witness.address().toString(), Duration.ofSeconds(60)),
                InstantSource.system());
    }

    @Test
    void answersAsItsProtocolSays() throws Exception {
        try (WitnessChild witness = start(0)) {
            log.grow("a", 5);
            assertThat(post(witness, "nonsense".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(post(
                                    witness,
                                    new SignedTree("log.test/other")
                                            .grow("a", 1)
                                            .request(0))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(post(witness, new SignedTree("log.test/a").grow("a", 1).request(0))
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> other = post(witness, log.request(2));
            assertThat(other.statusCode()).isEqualTo(409);
            assertThat(other.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
            assertThat(other.body()).isEqualTo("0\n");
            HttpResponse<String> cosigned = post(witness, log.request(0));
            assertThat(cosigned.statusCode()).isEqualTo(200);
            SignedNote whole =
                    SignedNote.parse((log.note().text() + "\n" + cosigned.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(whole.verifiedBy(java.util.List.of(witness.key()))).hasSize(1);
            assertThat(post(witness, log.fork().grow("b", 5).request(5)).statusCode())
                    .isEqualTo(422);

            String hash = Sha256.of("log.test/a").hex();
            SignedNote shown = SignedNote.parse(
                    get(witness.address().resolve(hash + "/checkpoint")).body().getBytes(StandardCharsets.UTF_8));
            assertThat(TrustPolicy.parse("%switness W %s\n"
                                            .formatted(log.policy().replace("quorum none\n", ""), witness.key())
                                    + "quorum W\n")
                            .judge(shown)
                            .accepted())
                    .isTrue();
            assertThat(get(witness.address().resolve("status")).statusCode()).isEqualTo(401);
            assertThat(get(witness.address().resolve("metrics")).statusCode()).isEqualTo(401);
            assertThat(status(witness)).contains("\"kind\":\"fork\"");
            assertThat(witness.log()).contains("contradicts");
            // Last: what is too large is not read, and its connection ends.
            assertThat(post(witness, new byte[100_000]).statusCode()).isEqualTo(413);
        }
    }

    /** As its operator sees it, with a token of the witness's own folder. */
    private String status(WitnessChild witness) throws Exception {
        String token = Cli.run(
                        "token", "issue", "--data", folder.resolve("witness"), "--role", "auditor", "--name", "watch")
                .line();
        return http.send(
                        HttpRequest.newBuilder(witness.address().resolve("status"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void killedAtAnyMomentItRemembersWhatItAnswered() throws Exception {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        int port = ServerProcess.lastingPort();
        AtomicLong answered = new AtomicLong();
        for (int round = 0; round < KILLS; round++) {
            try (WitnessChild witness = start(port)) {
                WitnessClient client = client(witness);
                Thread killer = new Thread(() -> killWhen(witness, answered, answered.get() + 1 + random.nextInt(8)));
                killer.start();
                try {
                    while (true) {
                        log.grow("a", 1 + random.nextInt(3));
                        client.cosign(log.note(), log);
                        answered.set(log.size());
                    }
                } catch (IOException gone) {
                    // Killed, between any two of its steps.
                }
                killer.join();
            }
            try (WitnessChild witness = start(port)) {
                String hash = Sha256.of("log.test/a").hex();
                SignedNote held = SignedNote.parse(get(witness.address().resolve(hash + "/checkpoint"))
                        .body()
                        .getBytes(StandardCharsets.UTF_8));
                long size = Checkpoint.parse(held.text()).size();
                assertThat(size).as("seed " + seed).isGreaterThanOrEqualTo(answered.get());
                SignedTree fork = log.fork().grow("b", (int) size + 3);
                assertThatThrownBy(() -> client(witness).cosign(fork.note(), fork))
                        .as("seed " + seed)
                        .hasMessageContaining("not the one it cosigned");
                client(witness).cosign(log.note(), log);
                answered.set(log.size());
            }
        }
    }

    private static void killWhen(WitnessChild witness, AtomicLong answered, long size) {
        try {
            Await.until("answers", () -> answered.get() >= size);
            witness.kill();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
