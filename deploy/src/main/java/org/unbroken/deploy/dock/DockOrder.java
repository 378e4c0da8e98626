package org.unbroken.deploy.dock;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** One file of one camera, and what is to be said of it. */
public record DockOrder(Path file, String camera, Map<String, String> labels) {
    /** The keys of Upload-Metadata that a person may set; the rest the dock knows itself. */
    public static final Set<String> LABELS = Set.of(
            "agency",
            "case",
            "device_time",
            "filename",
            "filetype",
            "matter",
            "officer",
            "party",
            "place",
            "recorded_end",
            "recorded_start",
            "sequence",
            "unit");

    public DockOrder {
        labels = Map.copyOf(labels);
        if (!camera.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "camera \"" + camera + "\": 1 to 64 letters, digits, dots, underscores and hyphens");
        }
        for (String label : labels.keySet()) {
            if (!LABELS.contains(label)) {
                throw new IllegalArgumentException("label \"" + label + "\" is not known; known are "
                        + String.join(", ", LABELS.stream().sorted().toList()));
            }
        }
    }
}
