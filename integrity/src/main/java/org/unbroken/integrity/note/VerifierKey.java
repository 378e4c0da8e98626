package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.digest.Sha256;

/**
 * A verifier key ("vkey") in its text form, C2SP signed-note section "Verifier keys".
 *
 * <pre>
 * name + hex(key id, 4 bytes) + base64(type byte ‖ public key)      joined by '+'
 * key id = SHA-256(name ‖ 0x0A ‖ type byte ‖ public key)[:4]
 * </pre>
 *
 * Type 0x01 is Ed25519, the only one verified here. Keys of other types are kept, and nothing verifies under them.
 */
public record VerifierKey(String text) {
    public static final int ED25519 = 0x01;

    private static final int LONGEST = 16 << 10;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

    /** Throws {@link IllegalArgumentException} when the text is no vkey, or its id is not that of its Ed25519 key. */
    public VerifierKey {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a verifier key has at most " + LONGEST + " characters");
        }
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !ID.matcher(parts[1]).matches()) {
            throw new IllegalArgumentException("not a verifier key (name+id+base64): " + Shown.text(text));
        }
        KeyName.require(parts[0]);
        byte[] typed = Base64Text.decode(parts[2]);
        if (typed.length < 2) {
            throw new IllegalArgumentException("a verifier key without a key: " + Shown.text(text));
        }
        if (typed[0] == ED25519) {
            if (typed.length != 33) {
                throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + (typed.length - 1));
            }
            int id = keyId(parts[0], ED25519, Arrays.copyOfRange(typed, 1, 33));
            if (id != HexFormat.fromHexDigits(parts[1])) {
                throw new IllegalArgumentException("the verifier key's id is " + parts[1] + ", and its key has "
                        + HexFormat.of().toHexDigits(id));
            }
        }
    }

    public static VerifierKey ed25519(String name, byte[] publicKey) {
        KeyName.require(name);
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length)
                .put((byte) ED25519)
                .put(publicKey)
                .array();
        return new VerifierKey(name + "+" + HexFormat.of().toHexDigits(keyId(name, ED25519, publicKey)) + "+"
                + Base64Text.encode(typed));
    }

    static int keyId(String name, int type, byte[] publicKey) {
        byte[] digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', (byte) type}, publicKey)
                .bytes();
        return ByteBuffer.wrap(digest).getInt();
    }

    public String name() {
        return text.substring(0, text.indexOf('+'));
    }

    public int id() {
        int start = text.indexOf('+') + 1;
        return HexFormat.fromHexDigits(text, start, start + 8);
    }

    /** The signature type byte, 0 to 255. */
    public int type() {
        return typed()[0] & 0xff;
    }

    public byte[] publicKey() {
        byte[] typed = typed();
        return Arrays.copyOfRange(typed, 1, typed.length);
    }

    private byte[] typed() {
        return Base64Text.decode(text.substring(text.indexOf('+') + 10));
    }

    /** Whether the signature says that it is by this key; not yet whether it is right. */
    public boolean made(NoteSignature signature) {
        return signature.keyId() == id() && signature.name().equals(name());
    }

    /** Whether the signature is this key's over the text. False, never an error, for a type not known here. */
    public boolean verifies(String noteText, NoteSignature signature) {
        byte[] bytes = signature.signature();
        if (!made(signature) || type() != ED25519 || bytes.length != 64) {
            return false;
        }
        try {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(publicKey(), 0));
            byte[] message = noteText.getBytes(StandardCharsets.UTF_8);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(bytes);
        } catch (IllegalArgumentException notAPoint) {
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
