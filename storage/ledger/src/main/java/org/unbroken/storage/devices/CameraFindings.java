package org.unbroken.storage.devices;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * What an agency's list of cameras says of a recording: whether its camera was issued when it was made, and to whom. By
 * when the recording was made, in true time: cameras are docked after they were handed back.
 */
public final class CameraFindings {
    private CameraFindings() {}

    /**
     * One thing.
     *
     * @param kind {@code camera-not-issued}, {@code camera-lent}, {@code camera-lost}, {@code other-officer},
     *     {@code camera-not-checked}
     */
    public record Finding(String kind, String detail) {}

    /**
     * Of a recording that was made at this moment.
     *
     * @param officer as the recording is labelled
     * @param checks what the rulebook wants looked at before use
     */
    public static List<Finding> of(CameraHistory history, Instant made, Optional<String> officer, Set<String> checks) {
        CameraHistory.Standing standing = history.at(made);
        List<Finding> findings = new ArrayList<>();
        String since = standing.by().map(event -> Timestamps.format(event.at())).orElse("");
        switch (standing.state()) {
            case UNKNOWN ->
                findings.add(new Finding(
                        "camera-not-issued",
                        "the agency keeps a list, and this camera was not issued" + " to anybody by then"));
            case RETURNED ->
                findings.add(new Finding(
                        "camera-not-issued", "the camera was handed back at " + since + " and not issued since"));
            case LENT -> findings.add(new Finding("camera-lent", "the camera was lent at " + since));
            case LOST -> findings.add(new Finding("camera-lost", "the camera was lost at " + since));
            case ISSUED -> {
                otherOfficer(standing, officer).ifPresent(findings::add);
                notChecked(history.checked(made), checks).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> otherOfficer(CameraHistory.Standing standing, Optional<String> officer) {
        Optional<String> holder = standing.issued().flatMap(CameraEvent::holder);
        return officer.isEmpty() || holder.isEmpty() || holder.equals(officer)
                ? Optional.empty()
                : Optional.of(
                        new Finding("other-officer", "issued to " + holder.get() + ", labelled " + officer.get()));
    }

    private static Optional<Finding> notChecked(Map<String, Boolean> checked, Set<String> wanted) {
        Set<String> lacking = new TreeSet<>(wanted);
        lacking.removeIf(what -> checked.getOrDefault(what, false));
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        "camera-not-checked", "not found in order before use: " + String.join(", ", lacking)));
    }

    /** As the API shows them. */
    public static JsonArray json(List<Finding> findings) {
        return new JsonArray(findings.stream()
                .<Json>map(finding -> JsonObject.builder()
                        .put("kind", finding.kind())
                        .put("detail", finding.detail())
                        .build())
                .toList());
    }
}
