package org.unbroken.storage.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.unbroken.integrity.json.JsonObject;

/**
 * A landing's last failure as a stored value: canonical JSON.
 *
 * <pre>
 * {"attempt", "not_before", "reason", "v": 1}
 * </pre>
 */
final class RetryCodec {
    private static final int VERSION = 1;

    private RetryCodec() {}

    private static final int MAX_REASON = 4096;

    /** What is known of the last failed attempt. The reason is cut to what is worth keeping, and to valid text. */
    record Failure(int attempt, Instant notBefore, String reason) {
        Failure {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt " + attempt + ": counted from 1");
            }
            // A reason may quote what a broken file said. Noting a failure must not fail on that.
            String kept = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
            reason = new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }

    static byte[] encode(Failure failure) {
        return JsonObject.builder()
                .put("v", VERSION)
                .put("attempt", failure.attempt())
                .put("not_before", failure.notBefore().toString())
                .put("reason", failure.reason())
                .build()
                .canonical();
    }

    static Failure decode(byte[] value) throws IOException {
        return Fields.read("failure", () -> {
            JsonObject object = JsonObject.parse(value);
            if (object.integer("v") != VERSION) {
                throw new IOException("a failure of version " + object.integer("v") + ", this is " + VERSION);
            }
            long attempt = object.integer("attempt");
            if (attempt < 1 || attempt > Integer.MAX_VALUE) {
                throw new IOException("attempt " + attempt);
            }
            return new Failure((int) attempt, Instant.parse(object.string("not_before")), object.string("reason"));
        });
    }
}
