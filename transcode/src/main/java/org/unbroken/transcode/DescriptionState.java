package org.unbroken.transcode;

import java.util.Locale;
import org.unbroken.integrity.json.JsonException;

/** How far a file could be described. */
public enum DescriptionState {
    /** All that the file announces was read. */
    DONE,
    /** Something was read, but not all that the file announces; the reason says what is missing. */
    PARTIAL,
    /** Nothing useful was read; the reason says why. */
    FAILED;

    /** The name used in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DescriptionState ofWord(String word) {
        for (DescriptionState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new JsonException("unknown description state \"" + word + "\"");
    }
}
