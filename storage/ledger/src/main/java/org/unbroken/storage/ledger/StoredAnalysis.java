package org.unbroken.storage.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;

/**
 * An analysis record's bytes, those whose digest the entry names. The ledger keeps them as they are, and looks into them
 * only for what the entry's detail left out: so most are never parsed, which is most of what a rebuild would do.
 *
 * <p>Not a record: it holds an array, which nobody changes.
 */
public final class StoredAnalysis {
    private final byte[] bytes;
    private @Nullable JsonObject json;

    public StoredAnalysis(byte[] bytes) {
        this.bytes = bytes;
    }

    /** As {@link #StoredAnalysis(byte[])}, of a record in hand. */
    public static StoredAnalysis of(JsonObject json) {
        return new StoredAnalysis(json.canonical());
    }

    byte[] bytes() {
        return bytes;
    }

    /** A member of the whole, as text; empty if it is not there, and for bytes that are no JSON object. */
    Optional<String> find(String member) {
        return names(member) ? json().flatMap(object -> LedgerApplier.text(object, member)) : Optional.empty();
    }

    /** Canonical JSON, which these records are, has one spelling of a name: without it there is no such member. */
    private boolean names(String member) {
        // Latin-1 keeps every byte, and what is sought is ASCII.
        return new String(bytes, StandardCharsets.ISO_8859_1).contains('"' + member + "\":");
    }

    private Optional<JsonObject> json() {
        if (json == null) {
            try {
                json = JsonObject.parse(bytes);
            } catch (JsonException e) {
                return Optional.empty();
            }
        }
        return Optional.of(json);
    }
}
