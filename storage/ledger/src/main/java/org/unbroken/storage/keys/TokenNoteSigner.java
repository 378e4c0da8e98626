package org.unbroken.storage.keys;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.VerifierKey;

/**
 * Signs notes with an Ed25519 key that never leaves its PKCS#11 token, by OpenSC's {@code pkcs11-tool}, a process a
 * signature (some 50 ms). The JDK's own provider does not do EdDSA on tokens (SunPKCS11 has no CKM_EDDSA up to JDK 25).
 *
 * <p>The PIN goes by the tool's environment, which other users cannot read, and never on its command line. A signature
 * that is not the key's is never given out.
 */
public final class TokenNoteSigner implements NoteSigner {
    private static final String PIN = "UNBROKEN_TOKEN_PIN";
    /** RFC 8410: SubjectPublicKeyInfo of Ed25519 up to the key. */
    private static final byte[] SPKI = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** What the tool takes in one piece, which EdDSA needs. */
    private static final int LONGEST_TEXT = 1000;

    private static final int LONGEST_OUTPUT = 4096;
    private static final long PATIENCE_SECONDS = 30;

    private final TokenAddress token;
    private final String pin;
    private final VerifierKey verifierKey;

    private TokenNoteSigner(TokenAddress token, String pin, VerifierKey verifierKey) {
        this.token = token;
        this.pin = pin;
        this.verifierKey = verifierKey;
    }

    /**
     * Asks the token for the public key.
     *
     * @param name the key's name: the log's origin
     * @throws IOException when there is no such token or key, or no tool
     */
    public static TokenNoteSigner open(TokenAddress token, String pin, String name) throws IOException {
        byte[] printed = run(token, pin, new byte[0], "--read-object", "--type", "pubkey");
        byte[] der = printed;
        String text = new String(printed, StandardCharsets.US_ASCII);
        if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
            der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        }
        if (der.length != SPKI.length + KEY_BYTES || !Arrays.equals(der, 0, SPKI.length, SPKI, 0, SPKI.length)) {
            throw new IOException("the key " + token.keyId() + " on token " + token.label() + " is not an Ed25519 key");
        }
        byte[] key = Arrays.copyOfRange(der, SPKI.length, der.length);
        return new TokenNoteSigner(token, pin, VerifierKey.ed25519(name, key));
    }

    @Override
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    @Override
    public NoteSignature sign(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        if (message.length > LONGEST_TEXT) {
            throw new IllegalArgumentException("a token signs at most " + LONGEST_TEXT + " bytes");
        }
        byte[] bytes;
        try {
            bytes = run(token, pin, message, "--sign", "--mechanism", "EDDSA");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length != SIGNATURE_BYTES) {
            throw new IllegalStateException("the token gave a signature of " + bytes.length + " bytes");
        }
        NoteSignature signature = new NoteSignature(verifierKey.name(), verifierKey.id(), bytes);
        if (!verifierKey.verifies(text, signature)) {
            throw new IllegalStateException("the token gave a signature that is not that of its key");
        }
        return signature;
    }

    private static byte[] run(TokenAddress token, String pin, byte[] input, String... action) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                token.tool().toString(),
                "--module",
                token.module().toString(),
                "--token-label",
                token.label(),
                "--id",
                token.keyId(),
                "--login",
                "--pin",
                "env:" + PIN));
        command.addAll(List.of(action));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(PIN, pin);
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            try (OutputStream out = process.getOutputStream()) {
                out.write(input);
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the token did not answer within " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the token " + token.label() + " refused: "
                        + new String(errors.join(), StandardCharsets.UTF_8).strip());
            }
            return output.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the token was asked", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] read(java.io.InputStream in) {
        try (in) {
            return in.readNBytes(LONGEST_OUTPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
