package org.unbroken.ingest.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.unbroken.ingest.console.api.RecordingJson;
import org.unbroken.ingest.console.api.Texts;
import org.unbroken.integrity.Timestamps;
import org.unbroken.storage.ledger.Recording;

/** Numbers, times and states in words for people. */
final class Words {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    static Markup time(Instant instant) {
        return Markup.of("<time datetime=\"{}\">{}</time>", Timestamps.format(instant), SHOWN.format(instant));
    }

    static Markup time(Optional<Instant> instant) {
        return instant.map(Words::time).orElse(none());
    }

    static Markup none() {
        return new Markup("<span class=\"none\">–</span>");
    }

    static Markup orNone(Optional<String> text) {
        return text.map(present -> Markup.of("{}", present)).orElse(none());
    }

    static String bytes(long count) {
        double shown = count;
        int unit = 0;
        while (shown >= 1024 && unit < UNITS.length - 1) {
            shown /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", shown, UNITS[unit]);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    /** {@code 1:02:03.5}, as players show it. */
    static String place(long micros) {
        Duration duration = Duration.ofMillis(Math.abs(micros) / 1000);
        String sign = micros < 0 ? "−" : "";
        String hours = duration.toHours() > 0 ? duration.toHours() + ":" : "";
        return sign
                + hours
                + String.format(
                        Locale.ROOT,
                        "%02d:%02d.%d",
                        duration.toMinutesPart(),
                        duration.toSecondsPart(),
                        duration.toMillisPart() / 100);
    }

    /** How long something lasts: {@code 0.4 s}, {@code 12 min 3 s}. */
    static String span(long micros) {
        double seconds = Math.abs(micros) / 1e6;
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    static Markup state(Recording recording) {
        String state = recording.state().wire();
        return Markup.of("<span class=\"badge {}\">{}</span>", state, state);
    }

    /** The verdict in words that claim no more than was looked for. */
    static Markup continuity(Recording recording) {
        Optional<String> verdict = RecordingJson.analysed(recording, "continuity")
                .flatMap(continuity -> Texts.find(continuity, "verdict"));
        if (verdict.isEmpty()) {
            return none();
        }
        return switch (verdict.get()) {
            case "continuous" ->
                new Markup("<span class=\"verdict good\" title=\"No sign of an interruption was"
                        + " found\">no sign found</span>");
            case "interrupted" -> new Markup("<span class=\"verdict bad\">interrupted</span>");
            default -> new Markup("<span class=\"verdict unsure\">cannot be told</span>");
        };
    }
}
