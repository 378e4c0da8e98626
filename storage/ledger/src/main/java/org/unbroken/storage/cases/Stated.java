package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * Who stated something, when and on what ground.
 *
 * @param index of the entry in the log
 * @param actor the credential's id
 * @param by the name that it was issued to
 */
public record Stated(
        long index, Instant at, String actor, Optional<String> by, Optional<String> role, Optional<String> reason) {

    static Stated by(CustodyRecord record) {
        return new Stated(
                record.index(),
                record.entry().at(),
                record.entry().actor(),
                text(record, "by"),
                text(record, "role"),
                text(record, "reason"));
    }

    private static Optional<String> text(CustodyRecord record, String name) {
        return record.detail().flatMap(detail -> text(detail, name));
    }

    /** A member that is a text; empty too where something else stands there. */
    static Optional<String> text(JsonObject from, String name) {
        Optional<Json> value = from.find(name);
        return value.filter(JsonString.class::isInstance).map(found -> ((JsonString) found).value());
    }

    JsonObject.Builder json() {
        return JsonObject.builder()
                .put("index", index)
                .put("at", Timestamps.format(at))
                .put("actor", actor)
                .putIfPresent("by", by)
                .putIfPresent("role", role)
                .putIfPresent("reason", reason);
    }
}
