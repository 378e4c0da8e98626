package org.unbroken.transcode.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.MediaMetadata;
import org.unbroken.transcode.TrackPoint;
import org.unbroken.transcode.container.Iso6709;

/** Picks what is asked for from a file's tags, under the many names that makers give it. */
final class Tags {
    private static final String APPLE = "com.apple.quicktime.";
    private static final String ANDROID = "com.android.";

    private final Map<String, String> tags;

    Tags(Map<String, String> tags) {
        this.tags = tags;
    }

    MediaMetadata metadata(
            String container, @Nullable Long declaredMicros, List<String> provenance, List<TrackPoint> track) {
        @Nullable String created = first("creation_time", "icrd", "date_time_original", "datetime");
        @Nullable String place = first(APPLE + "location.iso6709", "location", "location-eng");
        return new MediaMetadata(
                container,
                brands(),
                created,
                created == null ? null : note(created, container),
                first(APPLE + "creationdate", "date", "date-eng"),
                first(APPLE + "make", ANDROID + "manufacturer", "make", "manufacturer"),
                first(APPLE + "model", ANDROID + "model", "model"),
                first("serial", "serial_number", "serialnumber", "camera_serial", ANDROID + "serial"),
                first("firmware", "firmware_version", ANDROID + "version"),
                first(APPLE + "software", "software", "encoder", "encoded_by"),
                place != null
                        ? Iso6709.parse(place).orElse(null)
                        : track.isEmpty() ? null : track.get(0).location(),
                declaredMicros,
                provenance,
                track);
    }

    private @Nullable String first(String... names) {
        for (String name : names) {
            @Nullable String value = tags.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    List<String> brands() {
        List<String> brands = new ArrayList<>();
        @Nullable String major = tags.get("major_brand");
        if (major != null && !major.isBlank()) {
            brands.add(major.strip());
        }
        String compatible = tags.getOrDefault("compatible_brands", "");
        for (int i = 0; i + 4 <= compatible.length() && brands.size() < 32; i += 4) {
            String brand = compatible.substring(i, i + 4).strip();
            if (!brand.isEmpty() && !brands.contains(brand)) {
                brands.add(brand);
            }
        }
        return brands;
    }

    private static String note(String time, String container) {
        if (container.startsWith("mov")) {
            return "UTC by the format; many cameras write local time here";
        }
        return time.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$") ? "zone as written" : "no zone is stated";
    }
}
