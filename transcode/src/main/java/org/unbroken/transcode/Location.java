package org.unbroken.transcode;

import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonObject;

/** A place on WGS 84 as the file states it: decimal degrees and metres, as strings, since hashed JSON has no fractions. */
public record Location(String latitude, String longitude, @Nullable String altitude) {
    public Location {
        requireDecimal("latitude", latitude, 90);
        requireDecimal("longitude", longitude, 180);
        if (altitude != null) {
            requireDecimal("altitude", altitude, 100_000);
        }
    }

    private static void requireDecimal(String name, String value, int limit) {
        if (!value.matches("-?[0-9]{1,6}(\\.[0-9]{1,12})?") || Math.abs(Double.parseDouble(value)) > limit) {
            throw new IllegalArgumentException(name + " \"" + value + "\" is not a decimal within ±" + limit);
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("lat", latitude)
                .put("lon", longitude)
                .put("altitude", altitude)
                .build();
    }

    public static Location parse(JsonObject json) {
        return new Location(
                json.string("lat"),
                json.string("lon"),
                json.findString("altitude").orElse(null));
    }
}
