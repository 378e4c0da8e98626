package org.unbroken.transcode;

import java.util.List;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * Where the camera says that it was.
 *
 * @param atMicros counted as findings are, from the first picture or sound
 */
public record TrackPoint(long atMicros, Location location) {
    public TrackPoint {
        if (atMicros < 0) {
            throw new IllegalArgumentException("a place before the beginning: " + atMicros);
        }
    }

    JsonObject toJson() {
        return location.toJson().with().put("at_us", atMicros).build();
    }

    static TrackPoint parse(JsonObject json) {
        return new TrackPoint(json.integer("at_us"), Location.parse(json));
    }

    static JsonArray array(List<TrackPoint> points) {
        return new JsonArray(
                List.<Json>copyOf(points.stream().map(TrackPoint::toJson).toList()));
    }
}
