package org.unbroken.storage.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;

/**
 * An upload session as a stored value: canonical JSON.
 *
 * <pre>
 * {"agency", "boot", "camera", "created", "expires", "id", "length"?, "metadata": {key: text}, "raw",
 *  "unverified"?, "uploader", "v": 1}
 * </pre>
 */
final class SessionCodec {
    private static final int VERSION = 1;

    private SessionCodec() {}

    static byte[] encode(UploadSession session) {
        JsonObject.Builder object = JsonObject.builder()
                .put("v", VERSION)
                .put("id", session.id().value())
                .put("agency", session.agency())
                .put("camera", session.camera())
                .put("uploader", session.uploader())
                .put("metadata", Fields.ofTexts(session.metadata()))
                .put("raw", session.rawMetadata())
                .put("created", session.created().toString())
                .put("expires", session.expires().toString())
                .put("boot", session.syncedBoot());
        session.length().ifPresent(length -> object.put("length", length));
        session.unverifiedFrom().ifPresent(from -> object.put("unverified", from));
        return object.build().canonical();
    }

    static UploadSession decode(byte[] value) throws IOException {
        return Fields.read("upload session", () -> {
            JsonObject object = JsonObject.parse(value);
            if (object.integer("v") != VERSION) {
                throw new IOException("an upload session of version " + object.integer("v") + ", this is " + VERSION);
            }
            return new UploadSession(
                    new RecordingId(object.string("id")),
                    object.string("agency"),
                    object.string("camera"),
                    object.string("uploader"),
                    optional(object.findInteger("length")),
                    Fields.texts(object.object("metadata")),
                    object.string("raw"),
                    Instant.parse(object.string("created")),
                    Instant.parse(object.string("expires")),
                    optional(object.findInteger("unverified")),
                    object.string("boot"));
        });
    }

    private static OptionalLong optional(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }
}
