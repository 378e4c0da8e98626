package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * A recording as it is stored, canonical JSON. Absent members are unknown.
 *
 * <pre>
 * agency camera state reason description sha256 size name recorded_start recorded_end sequence received_at
 * labels{the names in Label} position repeat_of manifest analysis
 * entered_at (of its first entry)  size_entered (by the received entry)
 * retain_until (the latest that the log tells)  holds[the keys of those that are open, oldest first]
 * classified ("yes", once an entry put it into classes or out of them)  secrecy[classes]
 * </pre>
 */
public record LedgerRow(JsonObject json) {

    static LedgerRow parse(byte[] bytes) {
        return new LedgerRow(JsonObject.parse(bytes));
    }

    byte[] bytes() {
        return json.canonical();
    }

    String agency() {
        return json.string("agency");
    }

    /** Empty text while nothing told which. */
    String camera() {
        return json.findString("camera").orElse("");
    }

    RecordingState state() {
        return RecordingState.ofWire(json.string("state"));
    }

    Optional<String> caseNumber() {
        return json.findObject("labels").flatMap(labels -> labels.findString("case"));
    }

    /** When it was recorded or, where the camera told no time, received: what a time filter goes by. */
    Instant shownTime() {
        return Timestamps.parse(json.findString("recorded_start").orElseGet(() -> json.string("received_at")));
    }

    /** Whether it stands for a case or the like that was disposed of, and for no recording. */
    boolean isFiled() {
        return json.find("filed").isPresent();
    }

    /** Holds that were placed and not released. */
    List<String> holds() {
        return json.findArray("holds").map(JsonArray::strings).orElse(List.of());
    }

    Set<String> secrecy() {
        return json.findArray("secrecy")
                .map(JsonArray::strings)
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    LedgerRow withHolds(List<String> holds) {
        JsonObject.Builder out = json.with().remove("holds");
        if (!holds.isEmpty()) {
            out.put("holds", JsonArray.ofStrings(holds));
        }
        return new LedgerRow(out.build());
    }

    Optional<Instant> retainUntil() {
        return json.findString("retain_until").map(Timestamps::parse);
    }

    Recording recording(RecordingId id, Optional<JsonObject> analysis) {
        Map<String, String> labels = new HashMap<>();
        json.findObject("labels").ifPresent(given -> Label.all()
                .forEach(label -> given.findString(label).ifPresent(value -> labels.put(label, value))));
        return new Recording(
                id,
                agency(),
                camera(),
                state(),
                json.findString("reason"),
                json.string("description"),
                json.findString("sha256").flatMap(LedgerRow::digest),
                json.integer("size"),
                json.findString("name"),
                json.findString("recorded_start").map(Timestamps::parse),
                json.findString("recorded_end").map(Timestamps::parse),
                number("sequence"),
                Timestamps.parse(json.string("received_at")),
                labels,
                number("position"),
                json.findString("repeat_of").map(RecordingId::new),
                json.findString("manifest").map(Sha256::ofHex),
                analysis,
                json.findString("analysis").map(Sha256::ofHex),
                holds(),
                retainUntil(),
                secrecy());
    }

    /** A detail may call anything a digest; only one that is can be shown as one. */
    private static Optional<Sha256> digest(String hex) {
        return hex.matches("[0-9a-f]{64}") ? Optional.of(Sha256.ofHex(hex)) : Optional.empty();
    }

    private OptionalLong number(String name) {
        return json.findInteger(name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
