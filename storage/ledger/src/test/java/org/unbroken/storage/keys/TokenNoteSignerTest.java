package org.unbroken.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.machine.SoftHsm;
import org.unbroken.integrity.note.SignedNote;

/** By OpenSC's tool on a token of SoftHSM. */
@SuppressWarnings("NullAway.Init") // before each test
class TokenNoteSignerTest {
    private static final String TEXT = "log.example\n5\nPwIpT5TsHQZPbCUoXY10tT5d19raSUIH/F4zowOP4+0=\n";

    @TempDir
    Path folder;

    private SoftHsm token;

    @BeforeEach
    void makeToken() throws Exception {
        Optional<SoftHsm> made = SoftHsm.create(folder);
        if (made.isEmpty() && "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
            throw new AssertionError("SoftHSM and OpenSC are required, and could not be fetched");
        }
        Assumptions.assumeTrue(made.isPresent(), "skipped: SoftHSM and OpenSC cannot be fetched here");
        token = made.get();
        token.makeKey("EC:edwards25519", "0a");
        token.makeKey("EC:prime256v1", "0b");
    }

    private TokenNoteSigner open(String key, String pin) throws IOException {
        return TokenNoteSigner.open(
                new TokenAddress(token.tool(), token.module(), SoftHsm.LABEL, key), pin, "log.example");
    }

    @Test
    void aKeyOnATokenSignsNotesThatVerifyUnderItsVkey() throws Exception {
        TokenNoteSigner signer = open("0a", SoftHsm.PIN);
        SignedNote note = SignedNote.sign(TEXT, signer);
        assertThat(note.verifiedBy(List.of(signer.verifierKey()))).containsExactly(signer.verifierKey());
        assertThat(open("0a", SoftHsm.PIN).verifierKey()).isEqualTo(signer.verifierKey());
        // Two log nodes with the same token sign one checkpoint alike.
        assertThat(open("0a", SoftHsm.PIN).sign(TEXT))
                .isEqualTo(note.signatures().get(0));
    }

    @Test
    void aWrongPinAMissingKeyAndAnotherKindAreErrorsThatSayWhich() throws Exception {
        assertThatThrownBy(() -> open("0c", SoftHsm.PIN)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open("0b", SoftHsm.PIN)).hasMessageContaining("not an Ed25519 key");
        assertThatThrownBy(() -> open("0a", "1111"))
                .hasMessageContaining("token log")
                .message()
                .doesNotContain("1111");
    }

    @Test
    void aTokenThatIsAwayIsAnErrorAndNoSignature() throws Exception {
        TokenNoteSigner signer = open("0a", SoftHsm.PIN);
        token.takeAway();
        assertThatThrownBy(() -> signer.sign(TEXT)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void addressesThatAreOptionsAreRefused() {
        assertThatThrownBy(() -> new TokenAddress(token.tool(), token.module(), "--pin", "01"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenAddress(token.tool(), token.module(), "log", "--"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
