package org.unbroken.storage.devices;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.ledger.CustodyRecord;

/** One camera's events, in the order in which they happened: what was told late counts from when it was. */
public record CameraHistory(List<CameraEvent> events) {
    public CameraHistory {
        events = events.stream().sorted(CameraEvent.ORDER).toList();
    }

    public static CameraHistory of(List<CustodyRecord> records) {
        return new CameraHistory(records.stream()
                .flatMap(record -> CameraEvent.of(record).stream())
                .toList());
    }

    /**
     * Where it is at a moment.
     *
     * @param by what made it so; empty for {@link CameraState#UNKNOWN}
     * @param issued the issue that it is out on, lent or lost or not
     */
    public record Standing(CameraState state, Optional<CameraEvent> by, Optional<CameraEvent> issued) {}

    public Standing at(Instant moment) {
        Standing standing = new Standing(CameraState.UNKNOWN, Optional.empty(), Optional.empty());
        for (CameraEvent event : events) {
            if (event.at().isAfter(moment)) {
                break;
            }
            standing = after(standing, event);
        }
        return standing;
    }

    private static Standing after(Standing before, CameraEvent event) {
        Optional<CameraEvent> by = Optional.of(event);
        return switch (event.event()) {
            case CAMERA_ISSUED -> new Standing(CameraState.ISSUED, by, by);
            case CAMERA_RETURNED -> new Standing(CameraState.RETURNED, by, Optional.empty());
            case CAMERA_LENT -> new Standing(CameraState.LENT, by, before.issued());
            case CAMERA_LOST -> new Standing(CameraState.LOST, by, before.issued());
            default -> before;
        };
    }

    /** What was found in order, or not, between its issue and this moment: the newest word on each. */
    public Map<String, Boolean> checked(Instant moment) {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        Optional<CameraEvent> issued = at(moment).issued();
        for (CameraEvent event : events) {
            boolean counts = issued.isPresent()
                    && !event.at().isBefore(issued.get().at())
                    && !event.at().isAfter(moment);
            if (counts && (event.event() == CustodyEvent.CAMERA_CHECKED || event.equals(issued.get()))) {
                checks.putAll(event.checks());
            }
        }
        return checks;
    }
}
