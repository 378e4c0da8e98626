package org.unbroken.integrity.custody;

import java.time.Instant;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;

/** Puts an {@link Entry} together; {@link #build} refuses what {@link Entry#parse} would. */
public final class EntryBuilder {
    private final JsonObject.Builder members = JsonObject.builder();

    EntryBuilder(CustodyEvent event, RecordingId recording, String agency, Instant at, String actor, Sha256 detail) {
        members.put("format", Entry.FORMAT)
                .put("event", event.wire())
                .put("recording", recording.value())
                .put("agency", agency)
                .put("at", Timestamps.format(at))
                .put("actor", actor)
                .put("detail", detail.hex());
    }

    public EntryBuilder received(long size, Sha256 chain) {
        members.put("size", size).put("chain", chain.hex());
        return this;
    }

    public EntryBuilder sealed(Sha256 manifestDigest) {
        members.put("manifest", manifestDigest.hex());
        return this;
    }

    /** The place in the camera's chain; {@code previous} is {@link Sha256#ZERO} at position 1. */
    public EntryBuilder camera(Sha256 cameraKey, long position, Sha256 previous) {
        members.put("camera", cameraKey.hex()).put("position", position).put("previous", previous.hex());
        return this;
    }

    public EntryBuilder analysis(Sha256 digest) {
        members.put("analysis", digest.hex());
        return this;
    }

    public EntryBuilder list(Sha256 digest) {
        members.put("list", digest.hex());
        return this;
    }

    public EntryBuilder until(Instant time) {
        members.put("until", Timestamps.format(time));
        return this;
    }

    public Entry build() {
        return new Entry(members.build());
    }
}
