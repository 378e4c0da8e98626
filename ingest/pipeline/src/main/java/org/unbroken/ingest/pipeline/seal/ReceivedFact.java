package org.unbroken.ingest.pipeline.seal;

import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.intake.Landing;

/** The {@code received} event of a landing. What may name people goes into the detail, never into the entry. */
final class ReceivedFact {
    private ReceivedFact() {}

    static CustodyFact of(Landing landing) {
        JsonObject.Builder detail = JsonObject.builder();
        for (Map.Entry<String, String> label : landing.metadata().entrySet()) {
            detail.put(label.getKey(), label.getValue());
        }
        detail.put("camera", landing.camera())
                .put("received_at", Timestamps.format(landing.receivedAt()))
                .put("size", landing.size());
        landing.clockOffsetMicros().ifPresent(offset -> detail.put("clock_offset_us", offset));
        return new CustodyFact(
                CustodyEvent.RECEIVED,
                "",
                landing.recording(),
                landing.agency(),
                Optional.of(landing.camera()),
                landing.receivedAt(),
                landing.uploader(),
                detail.build(),
                Optional.of(landing.size()),
                Optional.of(ChunkChain.of(landing.recording().value(), landing.chunks())),
                Optional.empty());
    }
}
