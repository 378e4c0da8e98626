package org.unbroken.integrity.json;

/** The bytes are not JSON, or not of the shape that the reader asked for. The message says where. */
public final class JsonException extends IllegalArgumentException {
    public JsonException(String message) {
        super(message);
    }

    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
