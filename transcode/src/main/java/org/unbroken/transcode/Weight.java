package org.unbroken.transcode;

import java.util.Locale;
import org.unbroken.integrity.json.JsonException;

/** How much a finding carries. Certain means that the stated fact is so, never that somebody meant it. */
public enum Weight {
    CERTAIN,
    LIKELY,
    NOTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Weight ofWord(String word) {
        for (Weight weight : values()) {
            if (weight.word().equals(word)) {
                return weight;
            }
        }
        throw new JsonException("unknown weight \"" + word + "\"");
    }
}
