package org.unbroken.storage.requests;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;

/**
 * What is asked for, as the detail of the {@code access-requested} entry has it. Nothing of it is in the entry.
 *
 * <pre>
 * {"by", "chain": [office, …], "for"?, "reason", "recordings": [id, …], "role",
 *  "rulebook"?: {"id", "sha256", "version"}, "unit"?, "until", "use"}
 * </pre>
 *
 * @param recipient for whom; empty for whoever asks
 * @param unit of what body the recipient is
 * @param by the asker's name
 * @param until from this moment on an approval is none any more; {@link AccessRequest#ends} may be earlier
 * @param chain who approves, in this order, as the agency's rulebook had it when it was asked for
 * @param rulebook which rulebook that was; empty for an agency that has none
 */
public record AccessTerms(
        AccessUse use,
        Set<RecordingId> recordings,
        Optional<String> recipient,
        Optional<String> unit,
        String by,
        String reason,
        Instant until,
        List<Office> chain,
        Optional<JsonObject> rulebook) {
    public static final int MOST_RECORDINGS = 200;

    public AccessTerms {
        recordings = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(recordings));
        chain = List.copyOf(chain);
        if (recordings.isEmpty() || recordings.size() > MOST_RECORDINGS) {
            throw new IllegalArgumentException("a request names 1 to " + MOST_RECORDINGS + " recordings");
        }
        if ((use == AccessUse.PARTY_COPY || use == AccessUse.RELEASE) && recipient.isEmpty()) {
            throw new IllegalArgumentException("\"for\" is needed: who outside the agency is to have it");
        }
    }

    /** The name of whoever is to see or have it. */
    public String person() {
        return recipient.orElse(by);
    }

    public JsonObject json(String role) {
        JsonObject.Builder json = JsonObject.builder();
        rulebook.ifPresent(book -> json.put("rulebook", book));
        return json.put("use", use.wire())
                .put(
                        "recordings",
                        JsonArray.ofStrings(
                                recordings.stream().map(RecordingId::value).toList()))
                .putIfPresent("for", recipient)
                .putIfPresent("unit", unit)
                .put("by", by)
                .put("role", role)
                .put("reason", reason)
                .put("until", Timestamps.format(until))
                .put(
                        "chain",
                        JsonArray.ofStrings(chain.stream().map(Office::wire).toList()))
                .build();
    }

    /** Throws {@link IllegalArgumentException} for what no such detail is. */
    static AccessTerms read(JsonObject detail) {
        Set<RecordingId> recordings = new LinkedHashSet<>();
        detail.array("recordings").strings().forEach(id -> recordings.add(new RecordingId(id)));
        return new AccessTerms(
                AccessUse.ofWire(detail.string("use")),
                recordings,
                detail.findString("for"),
                detail.findString("unit"),
                detail.string("by"),
                detail.string("reason"),
                Timestamps.parse(detail.string("until")),
                detail.array("chain").strings().stream().map(Office::ofWire).toList(),
                detail.findObject("rulebook"));
    }
}
