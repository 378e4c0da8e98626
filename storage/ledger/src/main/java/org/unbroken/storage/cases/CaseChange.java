package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.CustodyRecord;

/**
 * One thing that became of a case.
 *
 * @param members null stands for what was taken away
 * @param on when it was closed or archived, as it was said
 */
public record CaseChange(
        Stated stated,
        CustodyEvent event,
        Map<CaseMember, Json> members,
        Optional<Instant> on,
        Optional<Instant> keptUntil,
        Optional<String> reference) {
    public CaseChange {
        members = Map.copyOf(members);
    }

    static List<CaseChange> in(List<CustodyRecord> custody) {
        List<CaseChange> changes = new ArrayList<>();
        for (CustodyRecord record : custody) {
            Optional<CustodyEvent> event = CustodyEvent.ofWire(record.entry().event());
            if (record.entry().isOfCase() && event.isPresent()) {
                JsonObject detail = record.detail().orElse(JsonObject.builder().build());
                changes.add(new CaseChange(
                        Stated.by(record),
                        event.get(),
                        members(detail),
                        Moment.in(detail, "on"),
                        Moment.in(detail, "kept_until"),
                        Stated.text(detail, "reference")));
            }
        }
        return changes;
    }

    /** What is of another form than it should be was entered by a version that knew better: it is passed over. */
    private static Map<CaseMember, Json> members(JsonObject detail) {
        Map<CaseMember, Json> members = new EnumMap<>(CaseMember.class);
        Optional<Json> given = detail.find("case");
        if (given.isPresent() && given.get() instanceof JsonObject object) {
            for (CaseMember member : CaseMember.values()) {
                Json value = object.members().get(member.wire());
                if (value == JsonNull.NULL) {
                    members.put(member, value);
                } else if (value != null) {
                    read(member, value).ifPresent(read -> members.put(member, read));
                }
            }
        }
        return members;
    }

    private static Optional<Json> read(CaseMember member, Json value) {
        try {
            return Optional.of(member.checked(value));
        } catch (IllegalArgumentException ofAnotherForm) {
            return Optional.empty();
        }
    }

    JsonObject json() {
        JsonObject.Builder json = stated.json()
                .put("event", event.wire())
                .putIfPresent("on", on.map(Timestamps::format))
                .putIfPresent("kept_until", keptUntil.map(Timestamps::format))
                .putIfPresent("reference", reference);
        if (!members.isEmpty()) {
            JsonObject.Builder given = JsonObject.builder();
            members.forEach((member, value) -> given.put(member.wire(), value));
            json.put("case", given.build());
        }
        return json.build();
    }
}
