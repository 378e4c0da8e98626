package org.unbroken.integrity.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes RFC 8785 in UTF-8, into bytes at once: what is written is mostly ASCII and mostly hashed or stored, and text in
 * between would double the work of a rebuild.
 */
final class CanonicalWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    /** The longest that one UTF-16 code unit becomes: a control character, as in \\u001f. */
    private static final int LONGEST = 6;

    private byte[] out = new byte[512];
    private int length;

    private CanonicalWriter() {}

    static byte[] write(Json value) {
        CanonicalWriter writer = new CanonicalWriter();
        writer.value(value);
        return Arrays.copyOf(writer.out, writer.length);
    }

    private void value(Json value) {
        if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            array(array);
        } else if (value instanceof JsonString string) {
            string(string.value());
        } else if (value instanceof JsonInteger integer) {
            bytes(Long.toString(integer.value()).getBytes(StandardCharsets.US_ASCII));
        } else if (value instanceof JsonBoolean bool) {
            bytes(bool.value() ? TRUE : FALSE);
        } else {
            bytes(NULL);
        }
    }

    private void object(JsonObject object) {
        character('{');
        for (int i = 0; i < object.size(); i++) {
            if (i > 0) {
                character(',');
            }
            string(object.name(i));
            character(':');
            value(object.value(i));
        }
        character('}');
    }

    private void array(JsonArray array) {
        character('[');
        boolean first = true;
        for (Json item : array.items()) {
            if (!first) {
                character(',');
            }
            first = false;
            value(item);
        }
        character(']');
    }

    /** RFC 8785 section 3.2.2.2: the two-letter escapes where JSON has them, \\u00xx for other controls, nothing else. */
    private void string(String string) {
        int units = string.length();
        ensure(LONGEST * units + 2);
        out[length++] = '"';
        for (int i = plain(string); i < units; i++) {
            char c = string.charAt(i);
            if (c >= 0x80) {
                i = beyondAscii(string, i);
            } else if (c < 0x20 || c == '"' || c == '\\') {
                escaped(c);
            } else {
                out[length++] = (byte) c;
            }
        }
        out[length++] = '"';
    }

    /** Writes what stands for itself at the beginning, which is all of nearly every string; returns how much it was. */
    private int plain(String string) {
        byte[] to = out;
        int at = length;
        int units = string.length();
        int i = 0;
        for (; i < units; i++) {
            char c = string.charAt(i);
            if (c >= 0x80 || c < 0x20 || c == '"' || c == '\\') {
                break;
            }
            to[at + i] = (byte) c;
        }
        length = at + i;
        return i;
    }

    private void escaped(char c) {
        out[length++] = '\\';
        switch (c) {
            case '\b' -> out[length++] = 'b';
            case '\t' -> out[length++] = 't';
            case '\n' -> out[length++] = 'n';
            case '\f' -> out[length++] = 'f';
            case '\r' -> out[length++] = 'r';
            case '"', '\\' -> out[length++] = (byte) c;
            default -> {
                out[length++] = 'u';
                out[length++] = '0';
                out[length++] = '0';
                out[length++] = HEX[c >> 4];
                out[length++] = HEX[c & 15];
            }
        }
    }

    /** UTF-8 (RFC 3629 section 3) of the character at this place; returns the place of its last code unit. */
    private int beyondAscii(String string, int at) {
        char c = string.charAt(at);
        int point = Character.isHighSurrogate(c) ? string.codePointAt(at) : c;
        if (point < 0x800) {
            out[length++] = (byte) (0xc0 | (point >> 6));
        } else if (point < 0x10000) {
            out[length++] = (byte) (0xe0 | (point >> 12));
            out[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        } else {
            out[length++] = (byte) (0xf0 | (point >> 18));
            out[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            out[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        }
        out[length++] = (byte) (0x80 | (point & 0x3f));
        return at + Character.charCount(point) - 1;
    }

    private void character(char ascii) {
        ensure(1);
        out[length++] = (byte) ascii;
    }

    private void bytes(byte[] ascii) {
        ensure(ascii.length);
        System.arraycopy(ascii, 0, out, length, ascii.length);
        length += ascii.length;
    }

    private void ensure(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, Math.addExact(length, more)));
        }
    }
}
