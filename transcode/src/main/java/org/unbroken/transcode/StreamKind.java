package org.unbroken.transcode;

import java.util.Locale;
import org.unbroken.integrity.json.JsonException;

/** What a stream carries. Anything that is neither picture nor sound (telemetry, time code, subtitles) is data. */
public enum StreamKind {
    VIDEO,
    AUDIO,
    DATA;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static StreamKind ofWord(String word) {
        for (StreamKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new JsonException("unknown stream kind \"" + word + "\"");
    }
}
