package org.unbroken.integrity.json;

/** A whole number that every JSON reader keeps exactly: |value| < 2^53. */
public record JsonInteger(long value) implements Json {
    static final long LIMIT = 1L << 53;

    public JsonInteger {
        if (value <= -LIMIT || value >= LIMIT) {
            throw new JsonException("number " + value + " is not below 2^53");
        }
    }
}
