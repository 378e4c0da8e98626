package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Signs notes with Ed25519 (RFC 8032).
 *
 * <p>The secret key's text form is that of Go's {@code golang.org/x/mod/sumdb/note}:
 *
 * <pre>
 * PRIVATE+KEY+name+hex(key id)+base64(0x01 ‖ seed, 32 bytes)
 * </pre>
 */
public final class Ed25519NoteSigner implements NoteSigner {
    private static final String PREFIX = "PRIVATE+KEY+";
    private static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final Ed25519PrivateKeyParameters key;
    private final VerifierKey verifierKey;

    public Ed25519NoteSigner(String name, byte[] seed32) {
        if (seed32.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed32.length);
        }
        seed = seed32.clone();
        key = new Ed25519PrivateKeyParameters(seed, 0);
        verifierKey = VerifierKey.ed25519(name, key.generatePublicKey().getEncoded());
    }

    public static Ed25519NoteSigner generate(String name, SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new Ed25519NoteSigner(name, seed);
    }

    /** Reads {@link #secretKeyText}; throws {@link IllegalArgumentException} that never holds the secret. */
    public static Ed25519NoteSigner parse(String secretKeyText) {
        String[] parts = secretKeyText.split("\\+", 5);
        if (parts.length != 5 || !secretKeyText.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a secret note key (PRIVATE+KEY+name+id+base64)");
        }
        byte[] typed;
        try {
            typed = Base64Text.decode(parts[4]);
        } catch (IllegalArgumentException shown) {
            // Without its cause, whose message shows the text.
            throw new IllegalArgumentException("the secret note key's last part is not base64");
        }
        if (typed.length != 1 + SEED_BYTES || typed[0] != VerifierKey.ED25519) {
            throw new IllegalArgumentException("the secret note key is not an Ed25519 key");
        }
        Ed25519NoteSigner signer = new Ed25519NoteSigner(parts[2], Arrays.copyOfRange(typed, 1, typed.length));
        if (!parts[3].equals(HexFormat.of().toHexDigits(signer.verifierKey.id()))) {
            throw new IllegalArgumentException("the secret note key's id is not that of its key");
        }
        return signer;
    }

    /** Secret: whoever has it can sign as this log. */
    public String secretKeyText() {
        byte[] typed = ByteBuffer.allocate(1 + SEED_BYTES)
                .put((byte) VerifierKey.ED25519)
                .put(seed)
                .array();
        return PREFIX + verifierKey.name() + "+" + HexFormat.of().toHexDigits(verifierKey.id()) + "+"
                + Base64Text.encode(typed);
    }

    @Override
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    @Override
    public NoteSignature sign(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return new NoteSignature(verifierKey.name(), verifierKey.id(), signer.generateSignature());
    }
}
