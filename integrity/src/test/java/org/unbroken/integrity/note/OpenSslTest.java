package org.unbroken.integrity.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;

/** That the signatures are what the standards say, by another's hand: OpenSSL verifies ours, and we OpenSSL's. */
class OpenSslTest {
    private static final String TEXT = Sample.checkpoint().text();
    private static final SecureRandom RANDOM = new SecureRandom();
    /** SubjectPublicKeyInfo up to the point: id-ecPublicKey, sm2p256v1. FORMATS.md has it for checkers. */
    private static final String SM2_SPKI = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

    private static final String ED25519_SPKI = "302a300506032b6570032100";

    @TempDir
    Path folder;

    @BeforeEach
    void openSslIsThere() throws Exception {
        boolean found;
        try {
            found = run("version").startsWith("OpenSSL 3");
        } catch (IOException e) {
            found = false;
        }
        if (!found && "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
            throw new AssertionError("OpenSSL 3 is required");
        }
        Assumptions.assumeTrue(found, "OpenSSL 3 is not installed");
    }

    @Test
    void opensslVerifiesAnSm2Signature() throws Exception {
        SecretNoteKey key = SecretNoteKey.generate(KeyType.SM2_SM3, "log", RANDOM);
        NoteSignature signature = key.signer(InstantSource.system(), RANDOM).sign(TEXT);
        pem("key.pem", "PUBLIC KEY", SM2_SPKI, key.verifierKey().publicKey());
        Files.write(folder.resolve("sig"), signature.signature());
        assertThat(verifySm2(TEXT)).contains("Verified Successfully");
        assertThat(verifySm2(TEXT.replace("5", "6"))).doesNotContain("Verified Successfully");
    }

    private String verifySm2(String text) throws Exception {
        Files.writeString(folder.resolve("text"), text);
        return run(
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                "key.pem",
                "-rawin",
                "-digest",
                "sm3",
                "-pkeyopt",
                "distid:1234567812345678",
                "-in",
                "text",
                "-sigfile",
                "sig");
    }

    @Test
    void weVerifyAnSm2SignatureOfOpenssl() throws Exception {
        run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", "secret.pem");
        run("pkey", "-in", "secret.pem", "-pubout", "-outform", "DER", "-out", "public.der");
        Files.writeString(folder.resolve("text"), TEXT);
        run(
                "pkeyutl",
                "-sign",
                "-inkey",
                "secret.pem",
                "-rawin",
                "-digest",
                "sm3",
                "-pkeyopt",
                "distid:1234567812345678",
                "-in",
                "text",
                "-out",
                "sig");
        byte[] der = Files.readAllBytes(folder.resolve("public.der"));
        byte[] point = java.util.Arrays.copyOfRange(der, der.length - 65, der.length);
        VerifierKey key = VerifierKey.of(KeyType.SM2_SM3, "log", point);
        NoteSignature signature = new NoteSignature("log", key.id(), Files.readAllBytes(folder.resolve("sig")));
        assertThat(key.verifies(TEXT, signature)).isTrue();
        assertThat(key.verifies(TEXT + "more\n", signature)).isFalse();
    }

    @Test
    void opensslVerifiesAnEd25519Cosignature() throws Exception {
        SecretNoteKey key = SecretNoteKey.generate(KeyType.ED25519_COSIGNATURE, "w", RANDOM);
        NoteSignature signature = key.signer(() -> java.time.Instant.ofEpochSecond(1_700_000_000), RANDOM)
                .sign(TEXT);
        pem("key.pem", "PUBLIC KEY", ED25519_SPKI, key.verifierKey().publicKey());
        Files.write(folder.resolve("sig"), java.util.Arrays.copyOfRange(signature.signature(), 8, 72));
        Files.writeString(folder.resolve("text"), "cosignature/v1\ntime 1700000000\n" + TEXT);
        assertThat(run("pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "text", "-sigfile", "sig"))
                .contains("Verified Successfully");
    }

    private void pem(String file, String kind, String spkiHex, byte[] key) throws IOException {
        byte[] start = HexFormat.of().parseHex(spkiHex);
        byte[] der = java.util.Arrays.copyOf(start, start.length + key.length);
        System.arraycopy(key, 0, der, start.length, key.length);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
