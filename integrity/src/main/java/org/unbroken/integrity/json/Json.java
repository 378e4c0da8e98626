package org.unbroken.integrity.json;

import java.nio.charset.StandardCharsets;

/**
 * A JSON value as this project hashes it: objects, arrays, strings, whole numbers below 2^53 in magnitude, booleans
 * and null. Fractions are refused, since RFC 8785 section 3.2.2.3 is where implementations of it disagree.
 */
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonInteger, JsonBoolean, JsonNull {

    /** How many brackets, names and values a text may have: eight times what the manifest of 2 TB has. */
    long MAX_TOKENS = 2_000_000;

    /**
     * Reads one JSON text.
     *
     * @throws JsonException when it is not UTF-8 JSON, is nested deeper than 64, has more than
     *     {@link #MAX_TOKENS}, names a member twice, holds a fraction
     *     or a number of 2^53 or more, or has anything after its end
     */
    static Json parse(byte[] utf8) {
        return JsonReader.read(utf8);
    }

    /** As {@link #parse(byte[])}, for text. */
    static Json parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The RFC 8785 form, in UTF-8: equal values give equal bytes. */
    default byte[] canonical() {
        return CanonicalWriter.write(this);
    }

    /** The RFC 8785 form as text. */
    default String text() {
        return new String(canonical(), StandardCharsets.UTF_8);
    }
}
