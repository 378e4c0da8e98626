package org.unbroken.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.machine.DebianPackages;
import org.unbroken.integrity.note.SignedNote;

/** SoftHSM (Debian: libsofthsm2) and OpenSC's tool (Debian: opensc). The key is made on the token and cannot leave it. */
class TokenNoteSignerTest {
    private static final String TEXT = "log.example\n5\nPwIpT5TsHQZPbCUoXY10tT5d19raSUIH/F4zowOP4+0=\n";
    private static final String PIN = "87654321";

    @TempDir
    Path folder;

    private Path tool = Path.of("pkcs11-tool");
    private Path module = Path.of("");

    @BeforeEach
    void makeToken() throws Exception {
        Optional<DebianPackages> packages =
                DebianPackages.fetch("opensc", "opensc-pkcs11", "libsofthsm2", "libglib2.0-0", "libffi8");
        if (packages.isEmpty() && "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
            throw new AssertionError("SoftHSM and OpenSC are required, and could not be fetched");
        }
        Assumptions.assumeTrue(packages.isPresent(), "skipped: SoftHSM and OpenSC cannot be fetched here");
        module = packages.get().find("libsofthsm2.so").orElseThrow();
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Path configuration = Files.writeString(
                folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
        // SoftHSM finds its folder by an environment variable, which only this script sets.
        tool = Files.writeString(
                folder.resolve("tool"),
                "#!/bin/sh\nSOFTHSM2_CONF=" + configuration + " LD_LIBRARY_PATH="
                        + packages.get().libraries() + " exec "
                        + packages.get().find("bin/pkcs11-tool").orElseThrow() + " \"$@\"\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        run("--init-token", "--slot-index", "0", "--label", "log", "--so-pin", "12345678");
        run(
                "--token-label",
                "log",
                "--init-pin",
                "--so-pin",
                "12345678",
                "--login",
                "--login-type",
                "so",
                "--new-pin",
                PIN);
        run(
                "--token-label",
                "log",
                "--login",
                "--pin",
                PIN,
                "--keypairgen",
                "--key-type",
                "EC:edwards25519",
                "--id",
                "0a");
        run(
                "--token-label",
                "log",
                "--login",
                "--pin",
                PIN,
                "--keypairgen",
                "--key-type",
                "EC:prime256v1",
                "--id",
                "0b");
    }

    private void run(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(tool.toString(), "--module", module.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + ": " + said);
        }
    }

    private TokenNoteSigner open(String key, String pin) throws IOException {
        return TokenNoteSigner.open(new TokenAddress(tool, module, "log", key), pin, "log.example");
    }

    @Test
    void aKeyOnATokenSignsNotesThatVerifyUnderItsVkey() throws Exception {
        TokenNoteSigner signer = open("0a", PIN);
        SignedNote note = SignedNote.sign(TEXT, signer);
        assertThat(note.verifiedBy(List.of(signer.verifierKey()))).containsExactly(signer.verifierKey());
        assertThat(open("0a", PIN).verifierKey()).isEqualTo(signer.verifierKey());
        // Two log nodes with the same token sign one checkpoint alike.
        assertThat(open("0a", PIN).sign(TEXT)).isEqualTo(note.signatures().get(0));
    }

    @Test
    void aWrongPinAMissingKeyAndAnotherKindAreErrorsThatSayWhich() throws Exception {
        assertThatThrownBy(() -> open("0c", PIN)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open("0b", PIN)).hasMessageContaining("not an Ed25519 key");
        assertThatThrownBy(() -> open("0a", "1111"))
                .hasMessageContaining("token log")
                .message()
                .doesNotContain("1111");
    }

    @Test
    void aTokenThatIsAwayIsAnErrorAndNoSignature() throws Exception {
        TokenNoteSigner signer = open("0a", PIN);
        Files.delete(folder.resolve("softhsm2.conf"));
        assertThatThrownBy(() -> signer.sign(TEXT)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void addressesThatAreOptionsAreRefused() {
        assertThatThrownBy(() -> new TokenAddress(tool, module, "--pin", "01"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenAddress(tool, module, "log", "--"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
