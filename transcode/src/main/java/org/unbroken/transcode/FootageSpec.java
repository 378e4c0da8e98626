package org.unbroken.transcode;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;

/**
 * Footage to be made up for demonstrations and tests: a moving picture and a tone, different for every seed.
 *
 * @param gapStart where recorded packets are left out and the hole is kept; null for none
 */
public record FootageSpec(
        int seconds,
        int width,
        int height,
        int framesPerSecond,
        long seed,
        @Nullable Duration gapStart,
        Duration gapLength) {
    public FootageSpec {
        require("seconds", seconds, 1, 3600);
        require("width", width, 32, 1920);
        require("height", height, 32, 1080);
        require("framesPerSecond", framesPerSecond, 1, 60);
        if (width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("width and height are even: " + width + "x" + height);
        }
        if (gapStart != null
                && (gapStart.isNegative()
                        || gapLength.isNegative()
                        || gapStart.plus(gapLength).compareTo(Duration.ofSeconds(seconds)) >= 0)) {
            throw new IllegalArgumentException(
                    "the gap from " + gapStart + " for " + gapLength + " does not lie within " + seconds + " s");
        }
    }

    public static FootageSpec of(int seconds, int width, int height, int framesPerSecond, long seed) {
        return new FootageSpec(seconds, width, height, framesPerSecond, seed, null, Duration.ZERO);
    }

    public FootageSpec withGap(Duration start, Duration length) {
        return new FootageSpec(seconds, width, height, framesPerSecond, seed, start, length);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("seconds", seconds)
                .put("width", width)
                .put("height", height)
                .put("fps", framesPerSecond)
                // JSON numbers keep 53 bits.
                .put("seed", Long.toString(seed));
        if (gapStart != null) {
            json.put("gap_start_ms", gapStart.toMillis()).put("gap_length_ms", gapLength.toMillis());
        }
        return json.build();
    }

    public static FootageSpec parse(JsonObject json) {
        FootageSpec spec = of(
                Math.toIntExact(json.integer("seconds")),
                Math.toIntExact(json.integer("width")),
                Math.toIntExact(json.integer("height")),
                Math.toIntExact(json.integer("fps")),
                Long.parseLong(json.string("seed")));
        Optional<Long> gap = json.findInteger("gap_start_ms");
        return gap.isEmpty()
                ? spec
                : spec.withGap(Duration.ofMillis(gap.get()), Duration.ofMillis(json.integer("gap_length_ms")));
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " = " + value + ": not within " + least + " to " + most);
        }
    }
}
