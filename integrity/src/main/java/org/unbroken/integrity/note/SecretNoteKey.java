package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A secret key of any type that signs here. Its text form is that of Go's {@code golang.org/x/mod/sumdb/note}, with the
 * type's bytes as in the vkey:
 *
 * <pre>
 * PRIVATE+KEY+name+hex(key id)+base64(type ‖ secret, 32 bytes)
 * </pre>
 *
 * The secret is Ed25519's seed, ML-DSA-44's seed ξ, or SM2's number d.
 */
public final class SecretNoteKey {
    private static final String PREFIX = "PRIVATE+KEY+";

    private final KeyType type;
    private final byte[] secret;
    private final VerifierKey verifierKey;

    /** Throws {@link IllegalArgumentException} when these bytes cannot be such a key. */
    public SecretNoteKey(KeyType type, String name, byte[] secret32) {
        if (secret32.length != SignatureAlgorithm.SECRET_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes, not " + secret32.length);
        }
        this.type = type;
        this.secret = secret32.clone();
        this.verifierKey = VerifierKey.of(type, name, type.algorithm().publicKey(secret));
    }

    public static SecretNoteKey generate(KeyType type, String name, SecureRandom random) {
        return new SecretNoteKey(type, name, type.algorithm().generate(random));
    }

    /** Reads {@link #text}; throws {@link IllegalArgumentException} that never holds the secret. */
    public static SecretNoteKey parse(String text) {
        String[] parts = text.split("\\+", 5);
        if (parts.length != 5 || !text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a secret note key (PRIVATE+KEY+name+id+base64)");
        }
        byte[] typed;
        try {
            typed = Base64Text.decode(parts[4]);
        } catch (IllegalArgumentException shown) {
            // Without its cause, whose message shows the text.
            throw new IllegalArgumentException("the secret note key's last part is not base64");
        }
        KeyType type = KeyType.of(typed);
        int prefix = type.prefix().length;
        if (type == KeyType.UNKNOWN || typed.length != prefix + SignatureAlgorithm.SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret note key is of no type that signs here, or of a wrong length");
        }
        SecretNoteKey key = new SecretNoteKey(type, parts[2], Arrays.copyOfRange(typed, prefix, typed.length));
        if (!parts[3].equals(HexFormat.of().toHexDigits(key.verifierKey.id()))) {
            throw new IllegalArgumentException("the secret note key's id is not that of its key");
        }
        return key;
    }

    /** Secret: whoever has it can sign under this name. */
    public String text() {
        byte[] prefix = type.prefix();
        byte[] typed = ByteBuffer.allocate(prefix.length + secret.length)
                .put(prefix)
                .put(secret)
                .array();
        return PREFIX + verifierKey.name() + "+" + HexFormat.of().toHexDigits(verifierKey.id()) + "+"
                + Base64Text.encode(typed);
    }

    public KeyType type() {
        return type;
    }

    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /** The 32 secret bytes. */
    public byte[] secret() {
        return secret.clone();
    }

    /**
     * Signs with this key.
     *
     * @param clock says when, in a cosignature; the other types do not ask it
     * @param random for ML-DSA-44 and SM2; Ed25519 does not ask it
     */
    public NoteSigner signer(InstantSource clock, SecureRandom random) {
        return new SecretKeySigner(this, clock, random);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "secret key of " + verifierKey.name();
    }
}
