package org.unbroken.transcode.signs;

import java.util.List;
import org.unbroken.transcode.FindingKind;
import org.unbroken.transcode.Weight;

/**
 * x264 writes its version and settings once, before the first picture; x265 there, or before each key picture. Written
 * once more later, the encoder was opened again; in other words, it is another one.
 */
final class EncoderWatch {
    static final String RULE = "second-encoder/1";
    private static final int MOST_NAME = 80;

    private record Again(long at, boolean other) {}

    private final Places<Again> again = new Places<>();
    private String text = "";
    private long entries;
    private long entriesWithText;
    private boolean saidHere;

    /** Before the messages of a packet at which decoding may begin. */
    void entry() {
        entries++;
        saidHere = false;
    }

    /** A text; some encoders may repeat theirs before each key picture. */
    void said(String now, boolean mayRepeat, long time) {
        if (saidHere) {
            return;
        }
        saidHere = true;
        entriesWithText++;
        if (entries > 1 && (!now.equals(text) || !mayRepeat || entriesWithText < entries)) {
            again.add(new Again(time, !now.equals(text)));
        }
        text = now;
    }

    /** The encoder's name and version, without its settings; empty where none introduced itself. */
    String name() {
        String first = text.split(" - (H\\.26|options|\\[)|:", 2)[0]
                .replaceAll("[^\\x20-\\x7e]", " ")
                .strip();
        return first.length() > MOST_NAME ? first.substring(0, MOST_NAME) : first;
    }

    void report(List<Sign> signs) {
        for (Again each : again.first()) {
            signs.add(new Sign(
                    FindingKind.JOIN,
                    each.at,
                    0,
                    Weight.LIKELY,
                    each.other
                            ? "an encoder of other settings introduces itself here: what follows was encoded separately"
                            : "the encoder introduces itself once more: what follows was encoded separately",
                    RULE));
        }
    }
}
