package org.unbroken.storage.cases;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.rules.deadline.CaseFacts;

/**
 * A case as its entries in the log say it is, and nothing else. Recordings belong to it by agency and by their label
 * {@code case}: footage may come before its case is opened.
 *
 * @param keptUntil until when its file is kept; empty while nobody said, and where it is kept for good
 */
public record CaseFile(
        RecordingId id,
        String agency,
        CaseState state,
        Map<CaseMember, Json> members,
        Optional<Instant> closed,
        Optional<Instant> filed,
        Optional<Instant> keptUntil,
        List<CaseChange> changes) {
    public CaseFile {
        members = Map.copyOf(members);
        changes = List.copyOf(changes);
    }

    /** Empty for an id under which no case was opened. */
    public static Optional<CaseFile> of(RecordingId id, List<CustodyRecord> custody) {
        List<CaseChange> changes = CaseChange.in(custody);
        if (changes.isEmpty() || changes.get(0).event() != CustodyEvent.CASE_OPENED) {
            return Optional.empty();
        }
        CaseState state = CaseState.OPEN;
        Map<CaseMember, Json> members = new EnumMap<>(CaseMember.class);
        Optional<Instant> closed = Optional.empty();
        Optional<Instant> filed = Optional.empty();
        Optional<Instant> keptUntil = Optional.empty();
        boolean disposed = custody.stream().anyMatch(record -> record.entry().is(CustodyEvent.DISPOSED));
        for (CaseChange change : changes) {
            change.members().forEach((member, value) -> {
                if (value == JsonNull.NULL) {
                    members.remove(member);
                } else {
                    members.put(member, value);
                }
            });
            Optional<Instant> on =
                    change.on().or(() -> Optional.of(change.stated().at()));
            switch (change.event()) {
                case CASE_CLOSED -> {
                    state = state == CaseState.ARCHIVED ? state : CaseState.CLOSED;
                    closed = on;
                }
                case CASE_ARCHIVED -> {
                    state = CaseState.ARCHIVED;
                    closed = closed.or(() -> on);
                    filed = on;
                    keptUntil = change.keptUntil();
                }
                case CASE_REOPENED -> {
                    state = CaseState.OPEN;
                    closed = Optional.empty();
                    filed = Optional.empty();
                    keptUntil = Optional.empty();
                }
                default -> {}
            }
        }
        String agency = custody.stream()
                .filter(record -> record.entry().is(CustodyEvent.CASE_OPENED))
                .findFirst()
                .orElseThrow()
                .entry()
                .agency();
        state = disposed ? CaseState.DISPOSED : state;
        return Optional.of(new CaseFile(id, agency, state, members, closed, filed, keptUntil, changes));
    }

    /** Empty where the detail that had it is gone. */
    public Optional<String> number() {
        return text(CaseMember.NUMBER);
    }

    public Optional<String> text(CaseMember member) {
        return Optional.ofNullable(members.get(member))
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value());
    }

    /** Of a member that holds several. */
    public List<String> texts(CaseMember member) {
        return items(member, array -> array.strings());
    }

    public List<CasePaper> papers() {
        return items(
                CaseMember.PAPERS,
                array -> array.objects().stream().map(CasePaper::of).toList());
    }

    private <T> List<T> items(CaseMember member, Function<JsonArray, List<T>> read) {
        return members.get(member) instanceof JsonArray array ? read.apply(array) : List.of();
    }

    private Optional<Instant> time(CaseMember member) {
        return text(member).map(Timestamps::parse);
    }

    public CaseFacts facts() {
        return new CaseFacts(
                time(CaseMember.STARTED),
                time(CaseMember.APPROVED).or(() -> time(CaseMember.REGISTERED)),
                time(CaseMember.DECIDED),
                time(CaseMember.ACT_ENDED),
                closed,
                filed);
    }

    /** The last day of all of them; empty as soon as one has none, or there is none. */
    static Optional<Instant> keptUntil(List<CaseFile> cases) {
        return cases.stream().allMatch(file -> file.keptUntil().isPresent())
                ? cases.stream().flatMap(file -> file.keptUntil().stream()).max(Instant::compareTo)
                : Optional.empty();
    }

    public JsonObject.Builder json() {
        JsonObject.Builder json = JsonObject.builder();
        for (CaseMember member : CaseMember.values()) {
            json.put(member.wire(), members.getOrDefault(member, JsonNull.NULL));
        }
        return json.put("id", id.value())
                .put("agency", agency)
                .put("state", state.wire())
                .put("opened_at", Timestamps.format(changes.get(0).stated().at()))
                .put("closed", moment(closed))
                .put("archived", moment(filed))
                .put("kept_until", moment(keptUntil));
    }

    public JsonArray history() {
        return new JsonArray(changes.stream().<Json>map(CaseChange::json).toList());
    }

    private static Json moment(Optional<Instant> at) {
        return at.<Json>map(time -> new JsonString(Timestamps.format(time))).orElse(JsonNull.NULL);
    }
}
