package org.unbroken.integrity.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is written as {@link CanonicalWriter} writes it, straight from the bytes: nearly all that is read was written
 * so, and a rebuild reads millions. It knows no spaces, no escapes and no other order of members; whatever it does not
 * know, it leaves to {@link JsonReader}, which also says what is wrong.
 *
 * <p>So of what it reads, the bytes are the canonical form, and the only one.
 */
final class PlainReader {
    /** Deeper ones are left to the reader that counts to its limit. */
    private static final int DEEPEST = 32;
    /** The most digits that a number below 2^53 has. */
    private static final int MOST_DIGITS = 16;
    /** Names that are longer are left to the reader that has a limit for them. */
    private static final int LONGEST_NAME = 1_000;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final JsonObject EMPTY = JsonObject.builder().build();

    private final byte[] utf8;
    private int at;

    private PlainReader(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Null for what is to be read by the other reader. */
    static @Nullable Json read(byte[] utf8) {
        if (utf8.length > Json.MAX_TOKENS) {
            // It might have more than that many; of fewer bytes, none has.
            return null;
        }
        PlainReader reader = new PlainReader(utf8);
        Json value = reader.value(1);
        return reader.at == utf8.length ? value : null;
    }

    private @Nullable Json value(int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word(TRUE) ? new JsonBoolean(true) : null;
            case 'f' -> word(FALSE) ? new JsonBoolean(false) : null;
            case 'n' -> word(NULL) ? JsonNull.NULL : null;
            default -> integer();
        };
    }

    private @Nullable JsonString string() {
        String text = text();
        return text == null ? null : new JsonString(text);
    }

    private @Nullable JsonObject object(int depth) {
        at++;
        if (peek() == '}') {
            at++;
            return EMPTY;
        }
        String[] names = new String[12];
        Json[] values = new Json[12];
        int size = 0;
        do {
            String name = peek() == '"' ? text() : null;
            if (name == null
                    || name.length() > LONGEST_NAME
                    || peek() != ':'
                    || (size > 0 && names[size - 1].compareTo(name) >= 0)) {
                return null;
            }
            at++;
            Json value = value(depth + 1);
            if (value == null) {
                return null;
            }
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            names[size] = name;
            values[size++] = value;
        } while (isNext(','));
        return isNext('}') ? JsonObject.sorted(names, values, size) : null;
    }

    private @Nullable JsonArray array(int depth) {
        at++;
        List<Json> items = new ArrayList<>();
        if (isNext(']')) {
            return new JsonArray(items);
        }
        do {
            Json item = value(depth + 1);
            if (item == null) {
                return null;
            }
            items.add(item);
        } while (isNext(','));
        return isNext(']') ? new JsonArray(items) : null;
    }

    /** From the quote at this place to the one that ends it. */
    private @Nullable String text() {
        int from = at + 1;
        boolean ascii = true;
        int end = from;
        for (; end < utf8.length; end++) {
            byte b = utf8[end];
            if (b == '"') {
                break;
            }
            if (b < 0x20) {
                if (b >= 0) {
                    return null;
                }
                ascii = false;
            } else if (b == '\\') {
                return null;
            }
        }
        if (end == utf8.length) {
            return null;
        }
        at = end + 1;
        if (ascii) {
            return new String(utf8, from, end - from, StandardCharsets.ISO_8859_1);
        }
        String text = new String(utf8, from, end - from, StandardCharsets.UTF_8);
        return text.indexOf(JsonReader.MENDED) < 0 ? text : null;
    }

    /** One spelling: no zeros before it, and no sign of a zero. */
    private @Nullable JsonInteger integer() {
        boolean negative = isNext('-');
        int from = at;
        long number = 0;
        for (byte b = peek(); b >= '0' && b <= '9' && at - from < MOST_DIGITS; b = peek()) {
            number = 10 * number + (b - '0');
            at++;
        }
        int digits = at - from;
        if (digits == 0 || number >= JsonInteger.LIMIT || (utf8[from] == '0' && (digits > 1 || negative))) {
            return null;
        }
        return new JsonInteger(negative ? -number : number);
    }

    private boolean word(byte[] word) {
        int end = at + word.length;
        if (end > utf8.length || !Arrays.equals(utf8, at, end, word, 0, word.length)) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean isNext(char ascii) {
        if (peek() != ascii) {
            return false;
        }
        at++;
        return true;
    }

    /** The byte at this place; zero, which no JSON has, at the end. */
    private byte peek() {
        return at < utf8.length ? utf8[at] : 0;
    }
}
