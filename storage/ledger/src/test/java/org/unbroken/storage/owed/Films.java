package org.unbroken.storage.owed;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.cases.CaseFootage;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;

/** Recordings of 4 March 2024, made until 10:30 in Beijing and received at noon, and entries of theirs. */
final class Films {
    static final Instant START = Instant.parse("2024-03-04T02:00:00Z");
    static final Instant END = Instant.parse("2024-03-04T02:30:00Z");
    static final Instant RECEIVED = Instant.parse("2024-03-04T04:00:00Z");
    private static final RulebookShelf SHELF = new RulebookShelf();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Films() {}

    static Rulebook book(String code) {
        return SHELF.find(code).orElseThrow();
    }

    static Recording film(Map<String, String> labels) {
        return film("cam-1", Optional.of(START), Optional.of(END), labels, Optional.empty());
    }

    static Recording film(
            String camera,
            Optional<Instant> start,
            Optional<Instant> end,
            Map<String, String> labels,
            Optional<JsonObject> analysis) {
        return new Recording(
                id(),
                "agency",
                camera,
                RecordingState.SEALED,
                Optional.empty(),
                "done",
                Optional.empty(),
                1,
                Optional.empty(),
                start,
                end,
                OptionalLong.empty(),
                RECEIVED,
                new HashMap<>(labels),
                OptionalLong.of(1),
                Optional.empty(),
                Optional.empty(),
                analysis,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Set.of());
    }

    static RecordingId id() {
        return RecordingId.generate(InstantSource.fixed(RECEIVED), RANDOM);
    }

    static CaseFootage times(Recording film) {
        return new CaseFootage(film.id(), "", film.recordedStart(), film.recordedEnd(), false, List.of());
    }

    static CustodyRecord entry(RecordingId id, CustodyEvent event, JsonObject detail) {
        Entry entry = new Entry(JsonObject.builder()
                .put("format", Entry.FORMAT)
                .put("event", event.wire())
                .put("recording", id.value())
                .put("agency", "agency")
                .put("at", Timestamps.format(RECEIVED))
                .put("actor", "t-1")
                .put("detail", Sha256.of(detail.canonical()).hex())
                .build());
        return new CustodyRecord(0, entry, Optional.of(detail));
    }

    static List<String> settings(List<Owed> owed) {
        return owed.stream().map(Owed::setting).toList();
    }
}
