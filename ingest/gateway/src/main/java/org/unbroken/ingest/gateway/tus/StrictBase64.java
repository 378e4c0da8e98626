package org.unbroken.ingest.gateway.tus;

import java.util.Base64;
import java.util.Optional;

/** RFC 4648 section 4, padded, and only the one spelling of each value: what is echoed is what was understood. */
final class StrictBase64 {
    private StrictBase64() {}

    static Optional<byte[]> decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Base64.getEncoder().encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }
}
