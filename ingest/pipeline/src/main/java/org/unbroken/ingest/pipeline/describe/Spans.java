package org.unbroken.ingest.pipeline.describe;

import java.time.Duration;

/** Spans of time in plain words, as findings say them. */
final class Spans {
    private Spans() {}

    static String words(long micros) {
        Duration span = Duration.ofNanos(Math.abs(micros % 1_000_000) * 1000).plusSeconds(Math.abs(micros / 1_000_000));
        if (span.toDays() >= 2) {
            return span.toDays() + " days";
        }
        if (span.toHours() >= 2) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        if (span.toMinutes() >= 2) {
            return span.toMinutes() + " min " + span.toSecondsPart() + " s";
        }
        return span.toMillis() % 1000 == 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
    }
}
