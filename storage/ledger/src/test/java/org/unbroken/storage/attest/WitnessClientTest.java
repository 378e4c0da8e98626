package org.unbroken.storage.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.log.AddCheckpoint;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.TrustedWitness;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.witness.GrowingLog;
import org.unbroken.storage.witness.Witness;
import org.unbroken.storage.witness.WitnessAnswer;

/** The log's side of the protocol, with witnesses that keep to it and such that do not. */
class WitnessClientTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final SecretNoteKey KEY =
            SecretNoteKey.generate(KeyType.ED25519_COSIGNATURE, "witness.example/w", RANDOM);

    @TempDir
    Path folder;

    private final GrowingLog log = new GrowingLog("log.example");
    private final List<Long> asked = new ArrayList<>();

    private static WitnessClient client(WitnessDoor door) {
        return new WitnessClient(new TrustedWitness("W", KEY.verifierKey(), Optional.empty()), door, () -> NOW);
    }

    /** A witness in this process, asked in its protocol's bytes. */
    private WitnessDoor honest() {
        Witness witness = new Witness(
                folder,
                TrustPolicy.ofKeys(log.signer().verifierKey()),
                List.of(KEY.signer(() -> NOW, RANDOM)),
                new DurableFiles(new LocalDisk()));
        return body -> {
            asked.add(AddCheckpoint.parse(body).oldSize());
            WitnessAnswer answer = witness.add(body);
            if (answer instanceof WitnessAnswer.Cosigned cosigned) {
                return new WitnessDoor.Reply(
                        200, "text/plain", cosigned.signatures().get(0).line() + "\n");
            }
            if (answer instanceof WitnessAnswer.OtherSize other) {
                return new WitnessDoor.Reply(409, "text/x.tlog.size", other.newest() + "\n");
            }
            WitnessAnswer.Refused refused = (WitnessAnswer.Refused) answer;
            return new WitnessDoor.Reply(refused.refusal().status(), "", refused.message());
        };
    }

    private NoteSignature cosign(WitnessClient client) throws IOException, InterruptedException {
        return client.cosign(log.note(), log);
    }

    @Test
    void remembersTheSizeAndFindsItOutAfterARestart() throws Exception {
        log.grow("a", 5);
        WitnessClient client = client(honest());
        cosign(client);
        log.grow("a", 300);
        NoteSignature signature = cosign(client);
        assertThat(KEY.verifierKey().verifies(log.note().text(), signature)).isTrue();
        assertThat(asked).containsExactly(0L, 5L);

        log.grow("a", 2);
        cosign(client(honest()));
        assertThat(asked).containsExactly(0L, 5L, 0L, 305L);
    }

    @Test
    void aWitnessThatSawAnotherHistoryIsToldApart() throws Exception {
        log.grow("a", 5);
        WitnessDoor door = honest();
        cosign(client(door));
        GrowingLog fork = log.other().grow("b", 9);
        assertThatThrownBy(() -> client(door).cosign(fork.note(), fork))
                .isInstanceOfSatisfying(
                        WitnessFailure.class, e -> assertThat(e.contradicts()).isTrue());
        GrowingLog shorter = log.other().grow("a", 3);
        assertThatThrownBy(() -> client(door).cosign(shorter.note(), shorter))
                .hasMessageContaining("restored from an old copy")
                .isInstanceOfSatisfying(
                        WitnessFailure.class, e -> assertThat(e.contradicts()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/plain       | ''                | no signature lines",
                "200 | text/plain       | garbage           | no signature lines",
                "200 | text/plain       | '— x AAAAAAA=\n'  | without a signature of witness.example/w",
                "404 | text/plain       | who are you       | answers 404: who are you",
                "302 | text/html        | elsewhere         | answers 302",
                "409 | text/plain       | '0\n'             | without a size",
                "409 | text/x.tlog.size | 'many\n'          | without a size",
                "409 | text/x.tlog.size | '0\n'             | not 0 but 0",
                "409 | text/x.tlog.size | '99999999999\n'   | restored from an old copy",
            })
    void garbageIsAFailureWithAReason(int status, String type, String body, String why) throws Exception {
        log.grow("a", 5);
        assertThatThrownBy(() -> cosign(client(request -> new WitnessDoor.Reply(status, type, body))))
                .isInstanceOf(WitnessFailure.class)
                .hasMessageContaining(why);
    }

    @Test
    void sizesThatChangeWithEachAnswerAreGivenUp() throws Exception {
        log.grow("a", 9);
        long[] size = {0};
        assertThatThrownBy(() ->
                        cosign(client(request -> new WitnessDoor.Reply(409, "text/x.tlog.size", ++size[0] + "\n"))))
                .hasMessageContaining("again and again");
        assertThat(size[0]).isEqualTo(3);
    }

    @Test
    void aWrongSignatureAndOneOfTheFutureAreNone() throws Exception {
        log.grow("a", 5);
        NoteSignature other = KEY.signer(() -> NOW, RANDOM)
                .sign(new GrowingLog("log.example").grow("b", 5).note().text());
        assertThatThrownBy(() -> cosign(client(request -> new WitnessDoor.Reply(200, "", other.line() + "\n"))))
                .hasMessageContaining("wrong signature");
        NoteSignature late =
                KEY.signer(() -> NOW.plusSeconds(7200), RANDOM).sign(log.note().text());
        assertThatThrownBy(() -> cosign(client(request -> new WitnessDoor.Reply(200, "", late.line() + "\n"))))
                .hasMessageContaining("future");
        NoteSignature timeless =
                KEY.signer(() -> Instant.EPOCH, RANDOM).sign(log.note().text());
        assertThatThrownBy(() -> cosign(client(request -> new WitnessDoor.Reply(200, "", timeless.line() + "\n"))))
                .hasMessageContaining("wrong signature");
    }

    @Test
    void linesOfOthersBesideItsOwnAreIgnored() throws Exception {
        log.grow("a", 5);
        SecretNoteKey stranger = SecretNoteKey.generate(KeyType.ED25519_COSIGNATURE, "stranger", RANDOM);
        String lines =
                stranger.signer(() -> NOW, RANDOM).sign(log.note().text()).line() + "\n"
                        + KEY.signer(() -> NOW, RANDOM).sign(log.note().text()).line() + "\n";
        assertThat(cosign(client(request -> new WitnessDoor.Reply(200, "", lines)))
                        .name())
                .isEqualTo("witness.example/w");
        // A text slipped in before the signatures would be signed by nobody.
        String slipped = "more\n\n" + lines;
        assertThatThrownBy(() -> cosign(client(request -> new WitnessDoor.Reply(200, "", slipped))))
                .isInstanceOf(WitnessFailure.class);
    }
}
