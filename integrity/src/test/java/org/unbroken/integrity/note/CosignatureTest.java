package org.unbroken.integrity.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.Sample;

/** Keys of every type: their texts, what they sign, and that every altered bit is noticed. */
class CosignatureTest {
    private static final Instant NOW = Instant.ofEpochSecond(1679315147);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TEXT = Sample.checkpoint().text();

    private static NoteSigner signer(SecretNoteKey key) {
        return key.signer(InstantSource.fixed(NOW), RANDOM);
    }

    @ParameterizedTest
    @EnumSource(value = KeyType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void whatAKeySignsVerifiesAndNothingElseDoes(KeyType type) {
        SecretNoteKey key = SecretNoteKey.generate(type, "witness.example/w1", RANDOM);
        SignedNote note = SignedNote.sign(TEXT, signer(key));
        VerifierKey known = new VerifierKey(key.verifierKey().text());
        assertThat(SignedNote.parse(note.encode()).verifiedBy(List.of(known))).containsExactly(known);
        assertThat(known.keyType()).isEqualTo(type);

        NoteSignature right = note.signatures().get(0);
        byte[] bytes = right.signature();
        for (int bit = 0; bit < bytes.length * 8; bit += 37) {
            NoteSignature wrong = new NoteSignature(right.name(), right.keyId(), Sample.flipped(bytes, bit));
            assertThat(known.verifies(TEXT, wrong)).as("bit " + bit).isFalse();
        }
        assertThat(known.verifies(TEXT.replace("\n5\n", "\n6\n"), right)).isFalse();
        assertThat(known.verifies("no checkpoint\n", right)).isFalse();
        for (int length : new int[] {1, 7, 8, 9, bytes.length - 1}) {
            NoteSignature cut = new NoteSignature(right.name(), right.keyId(), java.util.Arrays.copyOf(bytes, length));
            assertThat(known.verifies(TEXT, cut)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeyType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void secretKeysReadBackAndAreNeverShown(KeyType type) {
        SecretNoteKey key = SecretNoteKey.generate(type, "w", RANDOM);
        SecretNoteKey back = SecretNoteKey.parse(key.text());
        assertThat(back.verifierKey()).isEqualTo(key.verifierKey());
        assertThat(back.secret()).isEqualTo(key.secret());
        String secret = key.text().substring(key.text().lastIndexOf('+') + 1);
        assertThat(key.toString()).doesNotContain(secret);
        assertThatThrownBy(() -> SecretNoteKey.parse(key.text().replace("+w+", "+v+")))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(secret);
        assertThatThrownBy(() ->
                        SecretNoteKey.parse(key.text().substring(0, key.text().length() - 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(secret);
    }

    @Test
    void theEd25519MessageIsTheSpecsExample() {
        String checkpoint = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        assertThat(new String(CosignedMessage.ed25519(checkpoint, 1679315147), StandardCharsets.UTF_8))
                .isEqualTo("cosignature/v1\ntime 1679315147\n" + checkpoint);
    }

    @Test
    void theMlDsaMessageIsTheStructOfTheSpec() {
        String checkpoint =
                "a.example/log\n258\n" + Base64Text.encode(HexFormat.of().parseHex("ab".repeat(32))) + "\n";
        assertThat(HexFormat.of().formatHex(CosignedMessage.mlDsa44("w.example", checkpoint, 0x0102030405L)))
                .isEqualTo(
                        "737562747265652f76310a00" // subtree/v1 LF NUL
                                + "09" + "772e6578616d706c65"
                                + "0000000102030405"
                                + "0d" + "612e6578616d706c652f6c6f67"
                                + "0000000000000000"
                                + "0000000000000102"
                                + "ab".repeat(32));
    }

    @Test
    void mlDsaDoesNotSignExtensionLinesAndEd25519Does() {
        for (KeyType type : List.of(KeyType.ED25519_COSIGNATURE, KeyType.ML_DSA_44_COSIGNATURE)) {
            SecretNoteKey key = SecretNoteKey.generate(type, "w", RANDOM);
            NoteSignature signature = signer(key).sign(TEXT);
            assertThat(key.verifierKey().verifies(TEXT + "extension\n", signature))
                    .isEqualTo(type == KeyType.ML_DSA_44_COSIGNATURE);
        }
    }

    @Test
    void aCosignatureSaysWhenAndItsTimeIsSigned() {
        SecretNoteKey key = SecretNoteKey.generate(KeyType.ED25519_COSIGNATURE, "w", RANDOM);
        NoteSignature signature = signer(key).sign(TEXT);
        assertThat(key.verifierKey().madeAt(signature)).contains(NOW);
        byte[] later = signature.signature();
        ByteBuffer.wrap(later).putLong(NOW.getEpochSecond() + 1);
        assertThat(key.verifierKey().verifies(TEXT, new NoteSignature("w", signature.keyId(), later)))
                .isFalse();
        ByteBuffer.wrap(later).putLong(-1);
        assertThat(key.verifierKey().madeAt(new NoteSignature("w", signature.keyId(), later)))
                .isEmpty();
    }

    @Test
    void onlyCheckpointsAreCosigned() {
        SecretNoteKey key = SecretNoteKey.generate(KeyType.ML_DSA_44_COSIGNATURE, "w", RANDOM);
        assertThatThrownBy(() -> signer(key).sign("text\n")).isInstanceOf(IllegalArgumentException.class);
        SecretNoteKey longName = SecretNoteKey.generate(KeyType.ML_DSA_44_COSIGNATURE, "w".repeat(256), RANDOM);
        assertThatThrownBy(() -> signer(longName).sign(TEXT)).hasMessageContaining("255");
    }

    @Test
    void oneKeyUnderTwoTypesHasTwoIdsAndDoesNotSignForBoth() {
        byte[] seed = new byte[32];
        SecretNoteKey plain = new SecretNoteKey(KeyType.ED25519, "w", seed);
        SecretNoteKey cosigner = new SecretNoteKey(KeyType.ED25519_COSIGNATURE, "w", seed);
        assertThat(plain.verifierKey().id()).isNotEqualTo(cosigner.verifierKey().id());
        NoteSignature signature = signer(plain).sign(TEXT);
        assertThat(cosigner.verifierKey().verifies(TEXT, signature)).isFalse();
    }

    @Test
    void keysOfAKnownTypeAndAWrongLengthAreRefused() {
        byte[] typed = new byte[40];
        typed[0] = 0x06;
        assertThatThrownBy(() -> new VerifierKey("w+00c0ffee+" + Base64Text.encode(typed)))
                .hasMessageContaining("1312");
        assertThatThrownBy(() -> new SecretNoteKey(KeyType.SM2_SM3, "w", new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
