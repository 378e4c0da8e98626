package org.unbroken.deploy.simulate.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** What a run came to. */
public record Played(JsonObject json, List<String> lines, Outcome outcome) {
    public Played {
        lines = List.copyOf(lines);
    }

    /** What the command's exit code says. */
    public enum Outcome {
        ALL_SEALED(0),
        /** Something was acknowledged and did not seal: what must not happen. */
        UNSEALED(1),
        /** Nothing was acknowledged, so nothing was learnt. */
        NOTHING_UPLOADED(2);

        private final int exit;

        Outcome(int exit) {
            this.exit = exit;
        }

        public int exit() {
            return exit;
        }
    }

    static Played of(Run run, Tally tally, double seconds) {
        long acknowledged = tally.acknowledged.sum();
        // Of the time in which uploads ended; a run of one upload has none.
        double rate = tally.acknowledgedSeconds() > 0 ? (acknowledged - 1) / tally.acknowledgedSeconds() : 0;
        return new Played(json(run, tally, seconds, rate), lines(run, tally, seconds, rate), outcome(tally));
    }

    private static Outcome outcome(Tally tally) {
        if (tally.unsealed.sum() > 0 || tally.sealed.sum() < tally.acknowledged.sum()) {
            return Outcome.UNSEALED;
        }
        return tally.acknowledged.sum() == 0 ? Outcome.NOTHING_UPLOADED : Outcome.ALL_SEALED;
    }

    private static List<String> lines(Run run, Tally tally, double seconds, double rate) {
        List<String> lines = new ArrayList<>(List.of(
                text(
                        "%,d cameras, %,d files of %,d bytes, %.0f s in all",
                        run.cameras(), run.files(), run.sizeBytes(), seconds),
                text(
                        "acknowledged  %,d, %.1f a second; given up by the camera: %,d",
                        tally.acknowledged.sum(), rate, tally.givenUp.sum()),
                "landing       " + tally.landing.text() + " (from the first request to the acknowledgement)",
                "receipt       " + tally.receipt.text() + " (from the acknowledgement; asked for every second)",
                text(
                        "told to wait  %,d (503, 429); requests again: %,d; broken lines: %,d",
                        tally.turnedAway.sum(), tally.retries.sum(), tally.brokenLines.sum()),
                text("sealed        %,d; acknowledged and NOT sealed: %,d", tally.sealed.sum(), tally.unsealed.sum())));
        lines.addAll(tally.troubles());
        return lines;
    }

    private static JsonObject json(Run run, Tally tally, double seconds, double rate) {
        return JsonObject.builder()
                .put("cameras", run.cameras())
                .put("files", run.files())
                .put("size", run.sizeBytes())
                .put("seed", Long.toString(run.seed()))
                .put("seconds", Math.round(seconds))
                .put("acknowledged", tally.acknowledged.sum())
                .put("acknowledged_per_second_milli", Math.round(rate * 1000))
                .put("given_up", tally.givenUp.sum())
                .put("sealed", tally.sealed.sum())
                .put("unsealed", tally.unsealed.sum())
                .put("turned_away", tally.turnedAway.sum())
                .put("retries", tally.retries.sum())
                .put("broken_lines", tally.brokenLines.sum())
                .put("landing_ms", times(tally.landing))
                .put("receipt_ms", times(tally.receipt))
                .put("troubles", JsonArray.ofStrings(tally.troubles()))
                .build();
    }

    private static JsonObject times(Measured measured) {
        return JsonObject.builder()
                .put("p50", measured.millis(0.5))
                .put("p99", measured.millis(0.99))
                .put("max", measured.millis(1))
                .build();
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
