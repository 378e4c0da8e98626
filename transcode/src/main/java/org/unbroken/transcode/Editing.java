package org.unbroken.transcode;

import java.util.Locale;
import org.unbroken.integrity.json.JsonException;

/** Whether the coding and structure of one file show cutting, joining or insertion. See docs/CONTINUITY.md. */
public enum Editing {
    /** At least one certain or likely sign. */
    SIGNS_FOUND,
    /** The rules could be applied and found none. This does not say that there was none. */
    NO_SIGN_FOUND,
    /** The file could not be read far enough, or is coded in a way that no rule knows. */
    UNDETERMINED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Editing ofWord(String word) {
        for (Editing editing : values()) {
            if (editing.word().equals(word)) {
                return editing;
            }
        }
        throw new JsonException("unknown state of editing \"" + word + "\"");
    }
}
