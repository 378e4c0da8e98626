package org.unbroken.storage.replica;

import java.util.ArrayList;
import java.util.List;

/** Numbers of 20 digits, as few prefixes: so that what was added to a long log is listed without the rest. */
final class LogSpan {
    private static final int DIGITS = 20;

    private LogSpan() {}

    /** Prefixes that together begin all numbers from {@code from} up to and without {@code to}, and no others. */
    static List<String> prefixes(long from, long to) {
        List<String> prefixes = new ArrayList<>();
        long at = from;
        while (at < to) {
            int power = 0;
            long span = 1;
            while (span <= (to - at) / 10 && at % (span * 10) == 0) {
                span *= 10;
                power++;
            }
            prefixes.add(String.format("%020d", at).substring(0, DIGITS - power));
            at += span;
        }
        return prefixes;
    }
}
