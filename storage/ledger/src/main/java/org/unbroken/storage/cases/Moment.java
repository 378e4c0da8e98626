package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;

/** Times in details. */
final class Moment {
    private Moment() {}

    /** Empty too where something else stands there: what was entered cannot be taken back, and holds nothing up. */
    static Optional<Instant> in(JsonObject from, String name) {
        return Stated.text(from, name).flatMap(text -> {
            try {
                return Optional.of(Timestamps.parse(text));
            } catch (IllegalArgumentException notATime) {
                return Optional.empty();
            }
        });
    }
}
