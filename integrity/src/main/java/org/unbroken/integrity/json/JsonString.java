package org.unbroken.integrity.json;

/** A JSON string. Unpaired surrogates are refused: they have no UTF-8 and so no canonical form (RFC 8785 3.2.2.2). */
public record JsonString(String value) implements Json {
    public JsonString {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new JsonException("unpaired surrogate at " + i + " in a string");
            }
        }
    }
}
