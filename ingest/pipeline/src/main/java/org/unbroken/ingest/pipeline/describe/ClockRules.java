package org.unbroken.ingest.pipeline.describe;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Finding;
import org.unbroken.transcode.Weight;

/**
 * What a recording's times say of the camera's clock, and where it lies on the server's. Whether one recording's times
 * contradict the camera's numbering is {@link ClockJumps}' to say. docs/CONTINUITY.md gives each rule's reach.
 */
final class ClockRules {
    static final String STREAM = "clock";
    static final String CLOCK_OFFSET = "clock_offset";
    static final String CLOCK_RESET = "clock_reset";
    static final String CLOCK_FUTURE = "clock_future";
    static final String CLOCK_SET = "clock_set";

    /** A camera's clock is called off beyond this. */
    static final long CLOCK_TOLERANCE_MICROS = 60_000_000L;

    static final long DAY_MICROS = 86_400_000_000L;
    /** A clock that lost its power begins at the first of January of some year, and runs on from there. */
    private static final long FACTORY_DAYS = 7;
    /** Body-worn cameras with files of their own came later. */
    private static final int FIRST_YEAR = 2005;
    /** A recording may wait in its camera for long, but hardly for this. */
    private static final long WAITED_MICROS = 730 * DAY_MICROS;
    /** Readings of one docking lie closer together. */
    private static final long DOCKING_MICROS = Duration.ofMinutes(10).toMillis() * 1000;
    /** Quartz in the cold loses about 100 ppm; twice that is no drift. */
    private static final long PLAUSIBLE_PPM = 200;
    /** Clocks are told in whole seconds, over networks. */
    private static final long READING_MICROS = 5_000_000L;

    private ClockRules() {}

    /** Whether the recording's times cannot be what a right clock showed, told from this recording alone. */
    static Optional<Finding> fault(TakeFacts file) {
        if (!file.timed()) {
            return Optional.empty();
        }
        if (file.hasReceipt() && file.end() > file.receivedMicros() + CLOCK_TOLERANCE_MICROS) {
            long ahead = file.end() - file.receivedMicros();
            return Optional.of(finding(
                    CLOCK_FUTURE,
                    ahead,
                    Weight.CERTAIN,
                    "the camera says that it recorded until " + at(file.end()) + ", " + Spans.words(ahead)
                            + " after the server had received all of it: its times are not compared with others'"));
        }
        int year = Instant.EPOCH
                .plus(file.start(), ChronoUnit.MICROS)
                .atZone(ZoneOffset.UTC)
                .getYear();
        if (year < FIRST_YEAR) {
            return Optional.of(reset(file, Weight.LIKELY));
        }
        boolean newYear = Instant.EPOCH
                        .plus(file.start(), ChronoUnit.MICROS)
                        .atZone(ZoneOffset.UTC)
                        .getDayOfYear()
                <= FACTORY_DAYS;
        if (newYear && file.hasReceipt() && file.receivedMicros() - file.start() > WAITED_MICROS) {
            boolean behind = file.hasOffset() && file.offsetMicros() < -WAITED_MICROS;
            return Optional.of(reset(file, behind ? Weight.LIKELY : Weight.NOTED));
        }
        return Optional.empty();
    }

    private static Finding reset(TakeFacts file, Weight weight) {
        return finding(
                CLOCK_RESET,
                0,
                weight,
                "it starts at " + at(file.start())
                        + ", near a date from which clocks count that have lost their time: its times are not compared with"
                        + " others'");
    }

    /** What the camera's clock was off by at docking. */
    static Optional<Finding> offset(long offsetMicros) {
        if (offsetMicros == Inspected.UNKNOWN || Math.abs(offsetMicros) <= CLOCK_TOLERANCE_MICROS) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                CLOCK_OFFSET,
                STREAM,
                0,
                Math.abs(offsetMicros),
                Weight.CERTAIN,
                "at docking the camera's clock was " + Duration.ofMillis(Math.abs(offsetMicros) / 1000)
                        + (offsetMicros > 0 ? " ahead of" : " behind") + " the server's",
                "camera-clock/1"));
    }

    /**
     * Whether the offset at docking can have held for this recording. It cannot where the recording would then end after
     * it was received: the clock was set, or lost its time, between the recording and the docking.
     */
    static boolean correctable(TakeFacts file) {
        return file.timed()
                && file.hasOffset()
                && (!file.hasReceipt()
                        || file.end() - file.offsetMicros() <= file.receivedMicros() + CLOCK_TOLERANCE_MICROS)
                && writable(file.start() - file.offsetMicros())
                && writable(file.end() - file.offsetMicros());
    }

    /** The clock's last reading before this recording, and so of the docking before its own. */
    static Optional<TakeFacts> readBefore(TakeFacts file, boolean trusted, Collection<TakeFacts> all) {
        if (!file.hasOffset() || file.readMicros() == Inspected.UNKNOWN) {
            return Optional.empty();
        }
        long latest = file.readMicros() - DOCKING_MICROS;
        long before = trusted && correctable(file) ? Math.min(latest, file.start() - file.offsetMicros()) : latest;
        return all.stream()
                .filter(other -> other.hasOffset() && other.readMicros() != Inspected.UNKNOWN)
                .filter(other -> other.readMicros() <= before)
                .max(Comparator.comparingLong(TakeFacts::readMicros).thenComparing(TakeFacts::recording));
    }

    /** Whether the clock moved between two readings by more than a clock drifts. */
    static Optional<Finding> set(TakeFacts before, TakeFacts file) {
        long drift = file.offsetMicros() - before.offsetMicros();
        long elapsed = file.readMicros() - before.readMicros();
        if (Math.abs(drift) <= READING_MICROS + elapsed / 1_000_000 * PLAUSIBLE_PPM) {
            return Optional.empty();
        }
        return Optional.of(finding(
                CLOCK_SET,
                Math.abs(drift),
                Weight.NOTED,
                "since it was read at " + at(before.readMicros()) + " the camera's clock has moved "
                        + Spans.words(drift) + (drift > 0 ? " forward" : " back")
                        + " against the server's: more than a clock"
                        + " drifts, so it was set, or lost its time, in between"));
    }

    /** The analysis record's {@code clock}. */
    static JsonObject json(TakeFacts file, Optional<TakeFacts> readBefore) {
        JsonObject.Builder clock = JsonObject.builder();
        if (file.hasOffset()) {
            clock.put("offset_us", file.offsetMicros());
        }
        if (correctable(file)) {
            clock.put(
                    "corrected",
                    JsonObject.builder()
                            .put("start", at(file.start() - file.offsetMicros()))
                            .put("end", at(file.end() - file.offsetMicros()))
                            .build());
        }
        readBefore.ifPresent(before -> {
            long drift = file.offsetMicros() - before.offsetMicros();
            long elapsedSeconds = (file.readMicros() - before.readMicros()) / 1_000_000;
            clock.put("drift_us", drift)
                    .put("drift_ppm", Math.round((double) drift / elapsedSeconds))
                    .put("since", at(before.readMicros()));
        });
        return clock.build();
    }

    static String at(long micros) {
        return Timestamps.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** RFC 3339 has four digits for the year. */
    private static boolean writable(long micros) {
        return micros > -62_000_000_000_000_000L && micros < 253_000_000_000_000_000L;
    }

    static Finding finding(String kind, long lengthMicros, Weight weight, String detail) {
        return new Finding(kind, STREAM, 0, Math.max(0, lengthMicros), weight, detail, "camera-clock/2");
    }
}
