package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.unbroken.integrity.Shown;
import org.unbroken.integrity.digest.Sha256;

/**
 * A verifier key ("vkey") in its text form, C2SP signed-note section "Verifier keys".
 *
 * <pre>
 * name + hex(key id, 4 bytes) + base64(type ‖ public key)      joined by '+'
 * key id = SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]
 * </pre>
 *
 * {@link KeyType} lists the types that are verified here. Keys of other types are kept, and nothing verifies under them.
 */
public record VerifierKey(String text) {
    public static final int ED25519 = 0x01;

    private static final int LONGEST = 16 << 10;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

    /** Throws {@link IllegalArgumentException} when the text is no vkey, or length or id of its key are wrong. */
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
        KeyType type = KeyType.of(typed);
        if (type != KeyType.UNKNOWN) {
            requireRight(type, typed, parts);
        }
    }

    private static void requireRight(KeyType type, byte[] typed, String[] parts) {
        int expected = type.algorithm().publicKeyBytes();
        int found = typed.length - type.prefix().length;
        if (found != expected) {
            throw new IllegalArgumentException("a key of type " + type + " has " + expected + " bytes, not " + found);
        }
        int id = keyId(parts[0], typed);
        if (id != HexFormat.fromHexDigits(parts[1])) {
            throw new IllegalArgumentException("the verifier key's id is " + parts[1] + ", and its key has "
                    + HexFormat.of().toHexDigits(id));
        }
    }

    public static VerifierKey ed25519(String name, byte[] publicKey) {
        return of(KeyType.ED25519, name, publicKey);
    }

    /** Throws {@link IllegalArgumentException} when it cannot be a key of that type, or the name not a key's. */
    public static VerifierKey of(KeyType type, String name, byte[] publicKey) {
        KeyName.require(name);
        byte[] prefix = type.prefix();
        byte[] typed = ByteBuffer.allocate(prefix.length + publicKey.length)
                .put(prefix)
                .put(publicKey)
                .array();
        return new VerifierKey(
                name + "+" + HexFormat.of().toHexDigits(keyId(name, typed)) + "+" + Base64Text.encode(typed));
    }

    private static int keyId(String name, byte[] typed) {
        byte[] digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n'}, typed)
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

    /** Name and id, as messages and policies name a key: {@code name+hex(id)}. */
    public String shortText() {
        return text.substring(0, text.indexOf('+') + 9);
    }

    public KeyType keyType() {
        return KeyType.of(typed());
    }

    /** The signature type byte, 0 to 255. */
    public int type() {
        return typed()[0] & 0xff;
    }

    /** Without the type before it. */
    public byte[] publicKey() {
        byte[] typed = typed();
        return Arrays.copyOfRange(typed, Math.max(1, KeyType.of(typed).prefix().length), typed.length);
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
        return made(signature) && keyType().verifies(name(), publicKey(), noteText, signature.signature());
    }

    /** When this key's cosignature says that it was made; empty where it says nothing. To be believed once it verifies. */
    public Optional<Instant> madeAt(NoteSignature signature) {
        return keyType().madeAt(signature.signature());
    }

    @Override
    public String toString() {
        return text;
    }
}
