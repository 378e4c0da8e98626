package org.unbroken.transcode.timeline;

import java.util.Locale;

/** Times for people, inside findings. */
final class Words {
    private Words() {}

    static String seconds(long micros) {
        return String.format(Locale.ROOT, "%d.%03d s", micros / 1_000_000, Math.abs(micros / 1000 % 1000));
    }
}
