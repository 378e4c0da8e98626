package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;

/**
 * Labels as somebody set them, at one time.
 *
 * @param isUpload whether they came with the upload
 * @param labels empty where one was taken away
 */
public record LabelChange(Stated stated, boolean isUpload, Map<Label, Optional<String>> labels) {
    public LabelChange {
        labels = Map.copyOf(labels);
    }

    /** What came with the upload, or was said later; empty for other entries, and where the detail is gone. */
    static Optional<LabelChange> of(CustodyRecord record) {
        if (record.entry().is(CustodyEvent.RECEIVED)) {
            return record.detail()
                    .map(LabelChange::uploaded)
                    .filter(labels -> !labels.isEmpty())
                    .map(labels -> new LabelChange(Stated.by(record), true, labels));
        }
        if (!record.entry().is(CustodyEvent.LABELLED)) {
            return Optional.empty();
        }
        return record.detail()
                .flatMap(detail -> detail.find("labels"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(given -> new LabelChange(Stated.by(record), false, read(given)));
    }

    private static Map<Label, Optional<String>> uploaded(JsonObject detail) {
        Map<Label, Optional<String>> labels = read(detail);
        labels.keySet().retainAll(Label.uploaded());
        return labels;
    }

    private static Map<Label, Optional<String>> read(JsonObject given) {
        Map<Label, Optional<String>> labels = new EnumMap<>(Label.class);
        for (Label label : Label.values()) {
            Json value = given.members().get(label.wire());
            if (value == JsonNull.NULL) {
                labels.put(label, Optional.empty());
            } else if (value instanceof JsonString text && !text.value().isEmpty()) {
                labels.put(label, Optional.of(text.value()));
            }
        }
        return labels;
    }

    public Instant at() {
        return stated.at();
    }

    public JsonObject json() {
        SortedMap<String, Json> given = new TreeMap<>();
        labels.forEach((label, value) ->
                given.put(label.wire(), value.<Json>map(JsonString::new).orElse(JsonNull.NULL)));
        return stated.json()
                .put("upload", isUpload)
                .put("labels", JsonObject.builder().putAll(given).build())
                .build();
    }
}
