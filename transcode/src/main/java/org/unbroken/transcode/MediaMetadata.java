package org.unbroken.transcode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * What the file says about itself. All of it is claimed by whoever wrote the file and none of it is checked.
 *
 * @param container FFmpeg's name of the demuxer that read it, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param creationTime as found, unchanged
 * @param creationTimeNote what zone that time is in, or that none is stated
 * @param provenance signatures of the maker that are in the file; whether they hold is not judged
 * @param track where the camera says it was, at most some hundred points over the whole recording
 * @param creationDate a second, separate time of day as found (Apple's creationdate, a date tag), with its own zone
 */
public record MediaMetadata(
        @Nullable String container,
        List<String> brands,
        @Nullable String creationTime,
        @Nullable String creationTimeNote,
        @Nullable String creationDate,
        @Nullable String make,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String firmware,
        @Nullable String software,
        @Nullable Location location,
        @Nullable Long declaredDurationMicros,
        List<String> provenance,
        List<TrackPoint> track) {
    public static final MediaMetadata NONE = new MediaMetadata(
            null, List.of(), null, null, null, null, null, null, null, null, null, null, List.of(), List.of());

    public MediaMetadata {
        brands = List.copyOf(brands);
        provenance = List.copyOf(provenance);
        track = List.copyOf(track);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("container", container)
                .put("creation_time", creationTime)
                .put("creation_time_note", creationTimeNote)
                .put("creation_date", creationDate)
                .put("make", make)
                .put("model", model)
                .put("serial", serial)
                .put("firmware", firmware)
                .put("software", software);
        if (!brands.isEmpty()) {
            json.put("brands", JsonArray.ofStrings(brands));
        }
        if (!provenance.isEmpty()) {
            json.put("provenance", JsonArray.ofStrings(provenance));
        }
        if (!track.isEmpty()) {
            json.put("track", TrackPoint.array(track));
        }
        if (location != null) {
            json.put("location", location.toJson());
        }
        if (declaredDurationMicros != null) {
            json.put("declared_duration_us", declaredDurationMicros);
        }
        return json.build();
    }

    public static MediaMetadata parse(JsonObject json) {
        return new MediaMetadata(
                json.findString("container").orElse(null),
                json.findArray("brands").map(JsonArray::strings).orElse(List.of()),
                json.findString("creation_time").orElse(null),
                json.findString("creation_time_note").orElse(null),
                json.findString("creation_date").orElse(null),
                json.findString("make").orElse(null),
                json.findString("model").orElse(null),
                json.findString("serial").orElse(null),
                json.findString("firmware").orElse(null),
                json.findString("software").orElse(null),
                json.findObject("location").map(Location::parse).orElse(null),
                json.findInteger("declared_duration_us").orElse(null),
                json.findArray("provenance").map(JsonArray::strings).orElse(List.of()),
                json.findArray("track")
                        .map(points ->
                                points.objects().stream().map(TrackPoint::parse).toList())
                        .orElse(List.of()));
    }
}
