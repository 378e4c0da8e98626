package org.unbroken.integrity.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.unbroken.integrity.Shown;

/**
 * One signature line of a note.
 *
 * <pre>
 * — name base64(key id, 4 bytes big-endian ‖ signature)
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record NoteSignature(String name, int keyId, byte[] signature) {
    static final String PREFIX = "\u2014 ";
    private static final int LONGEST = 16 << 10;

    public NoteSignature {
        KeyName.require(name);
        if (signature.length == 0 || signature.length > LONGEST) {
            throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
        }
        signature = signature.clone();
    }

    /** Reads a line without its newline; throws {@link IllegalArgumentException} when it is none. */
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', PREFIX.length());
        if (!line.startsWith(PREFIX) || space < 0) {
            throw new IllegalArgumentException("not a signature line: " + Shown.text(line));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64Text.decode(line.substring(space + 1)));
        if (bytes.remaining() <= Integer.BYTES) {
            throw new IllegalArgumentException("a signature line without a signature: " + Shown.text(line));
        }
        int keyId = bytes.getInt();
        byte[] signature = new byte[bytes.remaining()];
        bytes.get(signature);
        return new NoteSignature(line.substring(PREFIX.length(), space), keyId, signature);
    }

    /** The signature line, without its newline. */
    public String line() {
        return PREFIX
                + name
                + " "
                + Base64Text.encode(ByteBuffer.allocate(Integer.BYTES + signature.length)
                        .putInt(keyId)
                        .put(signature)
                        .array());
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that
                && name.equals(that.name)
                && keyId == that.keyId
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(keyId);
    }
}
