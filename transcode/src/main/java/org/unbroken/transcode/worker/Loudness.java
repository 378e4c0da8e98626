package org.unbroken.transcode.worker;

import java.util.Arrays;

/**
 * How loud sound is over its whole length, which is not known beforehand: a fixed number of stretches, all of which
 * become twice as long whenever the sound outgrows them. Memory stays the same however long it is.
 */
final class Loudness {
    private static final int STRETCHES = 4096;
    private static final long SHORTEST_MICROS = 1_000;
    /** Sound beyond this (a year) has a clock that means nothing. */
    private static final long LONGEST_MICROS = 366L * 24 * 3600 * 1_000_000;

    private final float[] peaks = new float[STRETCHES];
    private long stretchMicros = SHORTEST_MICROS;
    private long lengthMicros;

    /** A piece of sound, from a moment on, with its highest peak between 0 and 1. */
    void add(long atMicros, long forMicros, float peak) {
        long end = atMicros + forMicros;
        if (atMicros < 0 || forMicros <= 0 || end > LONGEST_MICROS) {
            return;
        }
        while (end > stretchMicros * STRETCHES) {
            for (int i = 0; i < STRETCHES / 2; i++) {
                peaks[i] = Math.max(peaks[2 * i], peaks[2 * i + 1]);
            }
            Arrays.fill(peaks, STRETCHES / 2, STRETCHES, 0);
            stretchMicros *= 2;
        }
        int last = (int) Math.min(STRETCHES - 1, (end - 1) / stretchMicros);
        for (int i = (int) (atMicros / stretchMicros); i <= last; i++) {
            peaks[i] = Math.max(peaks[i], peak);
        }
        lengthMicros = Math.max(lengthMicros, end);
    }

    long lengthMicros() {
        return lengthMicros;
    }

    /** The highest peak within a span of time. */
    float peak(long fromMicros, long toMicros) {
        int first = (int) Math.min(STRETCHES - 1, fromMicros / stretchMicros);
        int last = (int) Math.min(STRETCHES - 1, Math.max(fromMicros, toMicros - 1) / stretchMicros);
        float highest = 0;
        for (int i = first; i <= last; i++) {
            highest = Math.max(highest, peaks[i]);
        }
        return highest;
    }
}
