package org.unbroken.integrity.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.Sample;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.integrity.note.SignedNote;

class TrustPolicyTest {
    private static final String KEY = Sample.SIGNER.verifierKey().text();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant AT = Instant.parse("2026-11-21T21:00:00Z");
    private static final List<SecretNoteKey> WITNESSES = List.of(
            witness("X1", KeyType.ED25519_COSIGNATURE),
            witness("X2", KeyType.ML_DSA_44_COSIGNATURE),
            witness("X3", KeyType.ED25519_COSIGNATURE),
            witness("Y1", KeyType.ED25519_COSIGNATURE),
            witness("Y2", KeyType.ED25519_COSIGNATURE));

    private static SecretNoteKey witness(String name, KeyType type) {
        return SecretNoteKey.generate(type, name + ".example", RANDOM);
    }

    private static String vkey(int witness) {
        return WITNESSES.get(witness).verifierKey().text();
    }

    /** The spec's example, a witness fewer. */
    private static String nested() {
        return """
                log %s
                witness X1 %s
                witness X2 %s
                witness X3 %s
                group X-witnesses 2 X1 X2 X3
                witness Y1 %s https://y1.example/
                witness Y2 %s
                group Y-witnesses any Y1 Y2
                group X-and-Y all X-witnesses Y-witnesses
                quorum X-and-Y
                """
                .formatted(KEY, vkey(0), vkey(1), vkey(2), vkey(3), vkey(4));
    }

    private static SignedNote cosignedBy(int... witnesses) {
        SignedNote note = Sample.checkpoint();
        List<NoteSignature> more = new ArrayList<>();
        for (int witness : witnesses) {
            more.add(WITNESSES.get(witness).signer(() -> AT, RANDOM).sign(note.text()));
        }
        return note.with(more);
    }

    @Test
    void readsLogsWitnessesAndAddresses() {
        TrustPolicy policy = TrustPolicy.parse(
                """
                # whom we trust
                  log\t%s https://unbroken.example/log

                log %s
                witness W1 %s https://w1.example/
                group G any W1
                quorum none
                """
                        .formatted(KEY, Sample.FORGER.verifierKey().text(), vkey(0)));
        assertThat(policy.logs()).containsExactly(Sample.SIGNER.verifierKey(), Sample.FORGER.verifierKey());
        assertThat(policy.trustedLogs().get(0).url()).contains("https://unbroken.example/log");
        assertThat(policy.witnesses())
                .containsExactly(
                        new TrustedWitness("W1", WITNESSES.get(0).verifierKey(), Optional.of("https://w1.example/")));
        assertThat(policy.quorum()).isEqualTo(Quorum.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "0 1, false",
        "0 3, false",
        "3 4, false",
        "0 1 2, false",
        "0 1 3, true",
        "1 2 4, true",
        "0 1 2 3 4, true",
    })
    void aNestedQuorumIsCounted(String witnesses, boolean met) {
        int[] numbers = witnesses.isEmpty()
                ? new int[0]
                : List.of(witnesses.split(" ")).stream()
                        .mapToInt(Integer::parseInt)
                        .toArray();
        CheckpointTrust judged = TrustPolicy.parse(nested()).judge(cosignedBy(numbers));
        assertThat(judged.signed()).isTrue();
        assertThat(judged.quorumMet()).isEqualTo(met);
        assertThat(judged.accepted()).isEqualTo(met);
        assertThat(judged.cosigned()).hasSize(numbers.length).allMatch(each -> each.at()
                .equals(Optional.of(AT)));
    }

    @Test
    void oneWitnessTwiceCountsOnce() {
        assertThat(TrustPolicy.parse(nested()).judge(cosignedBy(0, 0, 3)).quorumMet())
                .isFalse();
    }

    @Test
    void aWrongCosignatureOfAKnownWitnessCondemnsTheNoteAndAnUnknownOnesIsIgnored() {
        SignedNote note = cosignedBy(0, 1, 3);
        NoteSignature other =
                WITNESSES.get(2).signer(() -> AT, RANDOM).sign(note.text().replace("\n5\n", "\n6\n"));
        CheckpointTrust judged = TrustPolicy.parse(nested()).judge(note.with(List.of(other)));
        assertThat(judged.signed()).isFalse();
        assertThat(judged.quorumMet()).isFalse();
        assertThat(judged.problems()).singleElement().asString().contains("X3.example");

        TrustPolicy withoutX3 =
                TrustPolicy.parse(nested().replaceFirst("witness X3 .*\n", "").replace("2 X1 X2 X3", "2 X1 X2"));
        assertThat(withoutX3.judge(note.with(List.of(other))).accepted()).isTrue();
    }

    @Test
    void anyKeyOfTheLogIsEnoughAndAnotherLogsIsNone() {
        SecretNoteKey lasting = SecretNoteKey.generate(KeyType.ML_DSA_44_COSIGNATURE, Sample.ORIGIN, RANDOM);
        SignedNote both = Sample.checkpoint()
                .with(List.of(lasting.signer(() -> AT, RANDOM)
                        .sign(Sample.checkpoint().text())));
        assertThat(TrustPolicy.ofKeys(lasting.verifierKey()).judge(both).logKeys())
                .containsExactly(lasting.verifierKey());
        SecretNoteKey elsewhere = SecretNoteKey.generate(KeyType.ED25519, "other.example/log", RANDOM);
        SignedNote foreign = SignedNote.sign(Sample.checkpoint().text(), elsewhere.signer(() -> AT, RANDOM));
        assertThat(TrustPolicy.ofKeys(elsewhere.verifierKey()).judge(foreign).signed())
                .isFalse();
    }

    @Test
    void aRevokedLogKeyIsBelievedBelowItsSizeOnly() {
        String policy =
                "log " + KEY + "\nrevoked " + Sample.SIGNER.verifierKey().shortText() + " from-size %d\nquorum none";
        assertThat(TrustPolicy.parse(policy.formatted(6))
                        .judge(Sample.checkpoint())
                        .signed())
                .isTrue();
        CheckpointTrust judged = TrustPolicy.parse(policy.formatted(5)).judge(Sample.checkpoint());
        assertThat(judged.signed()).isFalse();
        assertThat(judged.disregarded()).singleElement().asString().contains("revoked");
    }

    @Test
    void aLogKeyRevokedFromATimeNeedsAWitnessThatSawTheTreeBefore() {
        String policy = nested() + "revoked " + Sample.SIGNER.verifierKey().shortText() + " from-time %s\n";
        String before = policy.formatted("2026-11-21T21:00:00.001Z");
        assertThat(TrustPolicy.parse(before).judge(cosignedBy(0)).signed()).isTrue();
        assertThat(TrustPolicy.parse(before).judge(Sample.checkpoint()).signed())
                .isFalse();
        assertThat(TrustPolicy.parse(policy.formatted("2026-11-21T21:00:00.000Z"))
                        .judge(cosignedBy(0, 1, 3))
                        .signed())
                .isFalse();
    }

    @Test
    void aRevokedWitnessCountsForNothingLater() {
        String policy = nested() + "revoked " + WITNESSES.get(3).verifierKey().shortText()
                + " from-time 2026-11-21T20:00:00.000Z\n";
        CheckpointTrust judged = TrustPolicy.parse(policy).judge(cosignedBy(0, 1, 3));
        assertThat(judged.signed()).isTrue();
        assertThat(judged.quorumMet()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log %s",
                "log %s\nquorum none\nquorum none",
                "log %s\nwitness W k\nquorum W",
                "log %s\nlog %s\nquorum none",
                "log x\nquorum none",
                "log\nquorum none",
                "logs %s\nquorum none",
                "log %s a b\nquorum none",
                "log %s\r\nquorum none",
                "quorum W\nwitness W %w",
                "witness none %w\nquorum none",
                "witness W %s\nquorum W",
                "witness W %w\nwitness V %w\nquorum W",
                "witness W %w\nwitness W %v\nquorum W",
                "witness W %w\ngroup G 2 W\nquorum G",
                "witness W %w\ngroup G 0 W\nquorum G",
                "witness W %w\ngroup G 01 W\nquorum G",
                "witness W %w\ngroup G some W\nquorum G",
                "witness W %w\ngroup G any\nquorum G",
                "witness W %w\ngroup G any W W\nquorum G",
                "witness W %w\ngroup G any W\ngroup H any W\nquorum G",
                "witness W %w\ngroup G any G\nquorum G",
                "witness W %w\ngroup G any none\nquorum G",
                "witness W %w\nwitness V %v\ngroup W any V\nquorum W",
                "log %s\nrevoked x from-size 3\nquorum none",
                "log %s\nrevoked x+00112233 from-size 03\nquorum none",
                "log %s\nrevoked x+00112233 since 3\nquorum none",
                "log %s\nrevoked x+00112233 from-time tomorrow\nquorum none",
            })
    void refusesWhatItCannotHold(String text) {
        assertThatThrownBy(() -> TrustPolicy.parse(
                        text.replace("%s", KEY).replace("%w", vkey(0)).replace("%v", vkey(2))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
