package org.unbroken.storage.events;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Bytes as an earlier version wrote them. */
final class Golden {
    private Golden() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
