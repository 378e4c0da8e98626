package org.unbroken.transcode;

import java.util.Locale;
import org.unbroken.integrity.json.JsonException;

/** What the findings of one file come to. See docs/CONTINUITY.md for the rule. */
public enum Verdict {
    /** No sign of an interruption was found. This does not say that there was none. */
    CONTINUOUS,
    /** At least one certain or likely finding of missing, overlapping or backward time, or of lost packets. */
    INTERRUPTED,
    /** The file has no timeline, or could not be read far enough to tell. */
    UNDETERMINED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Verdict ofWord(String word) {
        for (Verdict verdict : values()) {
            if (verdict.word().equals(word)) {
                return verdict;
            }
        }
        throw new JsonException("unknown verdict \"" + word + "\"");
    }
}
