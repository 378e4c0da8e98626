package org.unbroken.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unbroken.integrity.note.KeyType;
import org.unbroken.integrity.note.SecretNoteKey;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

class KeyFilesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Passphrase PASSPHRASE = new Passphrase("correct horse 正确的马");

    @TempDir
    Path folder;

    private final DurableFiles files = new DurableFiles(new LocalDisk());

    private KeyFiles with(Passphrase passphrase) {
        return new KeyFiles(files, Optional.of(passphrase), RANDOM);
    }

    private KeyFiles plain() {
        return new KeyFiles(files, Optional.empty(), RANDOM);
    }

    @ParameterizedTest
    @EnumSource(value = KeyType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void anEncryptedKeyIsReadWithItsPassphraseOnly(KeyType type) throws Exception {
        Path file = folder.resolve("log.key");
        SecretNoteKey key = with(PASSPHRASE).readOrCreate(file, type, "log.example");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(with(PASSPHRASE).readOrCreate(file, type, "log.example").secret())
                .isEqualTo(key.secret());
        String secret = key.text().split("\\+", 5)[4];
        assertThat(Files.readString(file)).doesNotContain(secret);
        assertThatThrownBy(() -> plain().read(file)).hasMessageContaining("no passphrase was given");
        assertThatThrownBy(() -> with(new Passphrase("correct house")).read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("passphrase");
    }

    @Test
    void aKeyInTheClearIsReadWithAPassphraseTooAndCanBeReplaced() throws Exception {
        Path file = folder.resolve("log.key");
        SecretNoteKey key = plain().readOrCreate(file, KeyType.ED25519, "log.example");
        with(PASSPHRASE).replace(file, with(PASSPHRASE).read(file));
        assertThat(Files.readString(file)).contains("ENCRYPTED").doesNotContain("PRIVATE+KEY");
        assertThat(with(PASSPHRASE).read(file).secret()).isEqualTo(key.secret());
    }

    @Test
    void anAlteredFileIsNoticed() throws Exception {
        Path file = folder.resolve("log.key");
        with(PASSPHRASE).readOrCreate(file, KeyType.ED25519, "log.example");
        SecretNoteKey other = SecretNoteKey.generate(KeyType.ED25519, "log.example", RANDOM);
        String text = Files.readString(file);
        files.replace(
                file,
                (other.verifierKey().text() + text.substring(text.indexOf('\n'))).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> with(PASSPHRASE).read(file)).hasMessageContaining("not that of the verifier key");
        for (int at = text.indexOf("-----\n") + 6; at < text.length(); at += 11) {
            char[] altered = text.toCharArray();
            altered[at] = altered[at] == 'A' ? 'B' : 'A';
            files.replace(file, new String(altered).getBytes(StandardCharsets.UTF_8));
            try {
                // Bits that pad a base64 group may be turned without a change of the key.
                assertThat(with(PASSPHRASE).read(file).verifierKey().text())
                        .isEqualTo(text.lines().findFirst().orElseThrow());
            } catch (IOException noticed) {
                assertThat(noticed).hasMessageContaining("cannot be read");
            }
        }
    }

    @Test
    void anotherTypeOrNameIsRefused() throws Exception {
        Path file = folder.resolve("log.key");
        plain().readOrCreate(file, KeyType.ED25519, "log.example");
        assertThatThrownBy(() -> plain().readOrCreate(file, KeyType.SM2_SM3, "log.example"))
                .hasMessageContaining("SM2_SM3");
        assertThatThrownBy(() -> plain().readOrCreate(file, KeyType.ED25519, "other"))
                .hasMessageContaining("other");
    }

    @Test
    void aPassphraseThatOthersMayReadIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("phrase"), "correct horse\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Passphrase.read(file, files)).hasMessageContaining("rw-r--r--");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Passphrase.read(file, files).bytes()).isEqualTo("correct horse".getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, "short\n");
        assertThatThrownBy(() -> Passphrase.read(file, files)).hasMessageContaining("8 to");
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"ED25519", "SM2_SM3"})
    void opensslReadsTheKey(KeyType type) throws Exception {
        Path file = folder.resolve("log.key");
        SecretNoteKey key = with(new Passphrase("correct horse")).readOrCreate(file, type, "log.example");
        Process openssl;
        try {
            openssl = new ProcessBuilder(
                            "openssl",
                            "pkey",
                            "-in",
                            file.toString(),
                            "-passin",
                            "pass:correct horse",
                            "-pubout",
                            "-outform",
                            "DER")
                    .start();
        } catch (IOException none) {
            if ("required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
                throw none;
            }
            Assumptions.abort("openssl is not installed");
            return;
        }
        byte[] der = openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor()).isZero();
        byte[] expected = key.verifierKey().publicKey();
        assertThat(java.util.Arrays.copyOfRange(der, der.length - expected.length, der.length))
                .isEqualTo(expected);
    }
}
