package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.Instant;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.worm.ObjectKey;

/**
 * The shared document {@code claims/KEY}: who is writing an object says so, with which ticket and which bytes. It is there
 * from before the bytes are until the object is locked; one that stays tells of a writer that died.
 *
 * <pre>
 * {"created", "format": "unbroken/claim/1", "retain_until", "sha256", "upload"}
 * </pre>
 *
 * <p>No two are the same, since no two uploads have one id.
 */
record Claim(String uploadId, Sha256 sha256, Instant retainUntil, Instant created) {
    static final String FORMAT = "unbroken/claim/1";
    static final String PREFIX = "claims/";

    static String documentName(ObjectKey key) {
        return PREFIX + key.value();
    }

    static ObjectKey keyOf(String documentName) {
        return new ObjectKey(documentName.substring(PREFIX.length()));
    }

    byte[] encoded() {
        return JsonObject.builder()
                .put("format", FORMAT)
                .put("upload", uploadId)
                .put("sha256", sha256.hex())
                .put("retain_until", Timestamps.format(retainUntil))
                .put("created", Timestamps.format(created))
                .build()
                .canonical();
    }

    static Claim decode(byte[] bytes) throws IOException {
        try {
            JsonObject json = JsonObject.parse(bytes);
            if (!json.string("format").equals(FORMAT)) {
                throw new IOException("a claim of format " + json.string("format"));
            }
            return new Claim(
                    json.string("upload"),
                    Sha256.ofHex(json.string("sha256")),
                    Timestamps.parse(json.string("retain_until")),
                    Timestamps.parse(json.string("created")));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a claim: " + e.getMessage(), e);
        }
    }
}
