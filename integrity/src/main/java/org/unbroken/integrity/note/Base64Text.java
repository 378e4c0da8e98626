package org.unbroken.integrity.note;

import java.util.Base64;
import org.unbroken.integrity.Shown;

/** RFC 4648 section 4, read strictly: one text for one value. */
public final class Base64Text {
    private Base64Text() {}

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Refuses what the JDK lets through: missing padding, and bits that no byte uses. With those, a proof could be
     * altered and still read the same.
     *
     * @throws IllegalArgumentException when the text is not what {@link #encode} gives
     */
    public static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not base64: " + Shown.text(text), e);
        }
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException("not base64 in its one padded form: " + Shown.text(text));
        }
        return bytes;
    }
}
