package org.unbroken.storage.ledger;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;

/**
 * Why a recording waits. It lies over the recording's row, or stands in for one that is not there yet.
 *
 * @param logSize entries in the log when it was noted: later entries clear it
 */
record Blockade(String agency, String camera, long size, String reason, Instant at, long logSize) {

    static Blockade parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        return new Blockade(
                json.string("agency"),
                json.string("camera"),
                json.integer("size"),
                json.string("reason"),
                Timestamps.parse(json.string("at")),
                json.integer("log_size"));
    }

    byte[] bytes() {
        return JsonObject.builder()
                .put("agency", agency)
                .put("camera", camera)
                .put("size", size)
                .put("reason", reason)
                .put("at", Timestamps.format(at))
                .put("log_size", logSize)
                .build()
                .canonical();
    }

    /** A row that began with a statement does not have what the received entry is to tell. */
    private JsonObject.Builder filled(LedgerRow row) {
        JsonObject.Builder filled = row.json().with();
        if (row.camera().isEmpty()) {
            filled.put("camera", camera);
        }
        if (row.json().findInteger("size").orElse(0L) == 0) {
            filled.put("size", size);
        }
        return filled;
    }

    /** The row as it is to be shown while this lies over it. A recording already settled waits for nothing. */
    LedgerRow over(Optional<LedgerRow> row) {
        if (row.isPresent() && row.get().state() != RecordingState.LANDED) {
            return row.get();
        }
        JsonObject.Builder shown = row.map(this::filled).orElseGet(() -> JsonObject.builder()
                .put("agency", agency)
                .put("camera", camera)
                .put("size", size)
                .put("description", "pending")
                .put("received_at", Timestamps.format(at)));
        return new LedgerRow(shown.put("state", RecordingState.BLOCKED.wire())
                .put("reason", reason)
                .build());
    }
}
