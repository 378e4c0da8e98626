package org.unbroken.storage.devices;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * Something that happened to a camera, as somebody told it.
 *
 * @param index of its entry
 * @param at when it happened, which may be before it was told
 * @param camera its number, as in uploads
 * @param holder the officer it was issued or lent to
 * @param unit the holder's
 * @param checks what was looked at before use, such as {@code battery}, and whether it was in order
 */
public record CameraEvent(
        long index,
        CustodyEvent event,
        Instant at,
        Instant told,
        String actor,
        String camera,
        Optional<String> holder,
        Optional<String> unit,
        Map<String, Boolean> checks,
        Optional<String> reason) {
    /** By when it happened; what was told first comes first among events of one moment. */
    static final Comparator<CameraEvent> ORDER =
            Comparator.comparing(CameraEvent::at).thenComparing(CameraEvent::index);

    private static final String IN_ORDER = "ok";
    private static final String NOT_IN_ORDER = "not-ok";

    public CameraEvent {
        checks = Map.copyOf(checks);
    }

    /** Empty for an entry whose detail is lost, or has no shape that is known. */
    static Optional<CameraEvent> of(CustodyRecord record) {
        Optional<CustodyEvent> event = CustodyEvent.ofWire(record.entry().event());
        if (event.isEmpty() || record.detail().isEmpty()) {
            return Optional.empty();
        }
        JsonObject detail = record.detail().get();
        try {
            return Optional.of(new CameraEvent(
                    record.index(),
                    event.get(),
                    detail.findString("since")
                            .map(Timestamps::parse)
                            .orElse(record.entry().at()),
                    record.entry().at(),
                    record.entry().actor(),
                    detail.string("camera"),
                    detail.findString("holder"),
                    detail.findString("unit"),
                    checks(detail),
                    detail.findString("reason")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Boolean> checks(JsonObject detail) {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        detail.findObject("checks").ifPresent(told -> told.members().forEach((what, how) -> {
            if (how instanceof JsonString word) {
                checks.put(what, word.value().equals(IN_ORDER));
            }
        }));
        return checks;
    }

    /** As the detail has them. */
    public static JsonObject checksJson(Map<String, Boolean> checks) {
        JsonObject.Builder json = JsonObject.builder();
        checks.forEach((what, inOrder) -> json.put(what, inOrder ? IN_ORDER : NOT_IN_ORDER));
        return json.build();
    }

    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("event", event.wire())
                .put("index", index)
                .put("since", Timestamps.format(at))
                .put("told", Timestamps.format(told))
                .put("actor", actor)
                .putIfPresent("holder", holder)
                .putIfPresent("unit", unit)
                .putIfPresent("reason", reason);
        if (!checks.isEmpty()) {
            json.put("checks", checksJson(checks));
        }
        return json.build();
    }
}
