package org.unbroken.integrity.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.Sample;

class SignedNoteTest {
    /** The example of C2SP signed-note, "Verifier keys". */
    private static final VerifierKey KEY =
            new VerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

    private static final String NOTE =
            """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private static SignedNote parse(String note) {
        return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSpecsExampleVerifiesUnderItsKey() {
        SignedNote note = parse(NOTE);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.verifiedBy(List.of(KEY))).containsExactly(KEY);
        assertThat(note.encode()).isEqualTo(NOTE.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anotherTextDoesNot() {
        assertThat(parse(NOTE.replace("example message", "example massage")).verifiedBy(List.of(KEY)))
                .isEmpty();
    }

    @Test
    void signaturesOfUnknownKeysAreIgnoredAndAWrongOneOfAKnownKeyCondemnsTheNote() {
        SignedNote own = SignedNote.sign("text\n", Sample.SIGNER, Sample.FORGER);
        VerifierKey known = Sample.SIGNER.verifierKey();
        assertThat(own.verifiedBy(List.of(known))).containsExactly(known);
        assertThat(own.verifiedBy(List.of(KEY))).isEmpty();

        NoteSignature wrong = new NoteSignature(known.name(), known.id(), new byte[64]);
        SignedNote mixed = new SignedNote("text\n", List.of(own.signatures().get(0), wrong));
        assertThat(mixed.verifiedBy(List.of(known))).isEmpty();
    }

    @Test
    void anAlgorithmNotKnownHereIsNotVerifiedAndNoError() {
        byte[] typed = new byte[40];
        typed[0] = 0x05;
        VerifierKey other = new VerifierKey("example.com/foo+00c0ffee+" + Base64Text.encode(typed));
        SignedNote note =
                new SignedNote("text\n", List.of(new NoteSignature("example.com/foo", 0x00c0ffee, new byte[64])));
        assertThat(other.type()).isEqualTo(5);
        assertThat(note.verifiedBy(List.of(other))).isEmpty();
    }

    @Test
    void rfc8032TestOne() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        assertThat(new Ed25519NoteSigner("a", seed).verifierKey().publicKey())
                .isEqualTo(HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    }

    @Test
    void secretKeysReadBack() {
        String text = Sample.SIGNER.secretKeyText();
        assertThat(text).startsWith("PRIVATE+KEY+" + Sample.ORIGIN + "+");
        assertThat(Ed25519NoteSigner.parse(text).verifierKey()).isEqualTo(Sample.SIGNER.verifierKey());
    }

    @Test
    void aWrongSecretKeyIsNotShown() {
        String text = Sample.SIGNER.secretKeyText();
        String secret = text.substring(text.lastIndexOf('+') + 1, text.length() - 4);
        assertThatThrownBy(() -> Ed25519NoteSigner.parse(text.substring(0, text.length() - 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a+b",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fo0+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
                "example.com/foo+530d903a+AQ==",
                " +530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            })
    void wrongVerifierKeysAreRefused(String text) {
        assertThatThrownBy(() -> new VerifierKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void notesOutsideTheLimitsAreRefused() {
        for (String note : List.of(
                "",
                "\n",
                "text\n",
                "text\n\n",
                "text\n\n— a\n",
                "text\n\n— a AAAA\n",
                "te\u0007xt\n\n— a AAAAAAA=\n",
                NOTE.stripTrailing(),
                NOTE.replace("\n", "\r\n"),
                NOTE.replace("— ", "- "),
                NOTE + "x\n",
                "x".repeat(SignedNote.MAX_BYTES) + NOTE)) {
            assertThatThrownBy(() -> parse(note)).isInstanceOf(IllegalArgumentException.class);
        }
        String line = NOTE.substring(NOTE.indexOf('—'));
        assertThat(parse("text\n\n" + line.repeat(16)).signatures()).hasSize(16);
        assertThatThrownBy(() -> parse("text\n\n" + String.join("", Collections.nCopies(65, line))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
