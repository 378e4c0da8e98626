package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.Rounds;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.owed.AgencyOwes;
import org.unbroken.storage.owed.ContinuityScope;
import org.unbroken.storage.owed.Owed;
import org.unbroken.storage.owed.RecordingOwes;
import org.unbroken.storage.owed.ReviewSheet;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;

/** {@code /api/owed}: what the agencies' rulebooks want, beside deadlines, and is not there. */
public final class OwedApi {
    private static final List<String> PARAMETERS =
            List.of("agency", "camera", "case", "from", "to", "state", "after", "limit");
    private static final int DEFAULT_LIMIT = 100;

    private final VisibleRecordings recordings;
    private final AgencyRules rules;
    private final Rounds rounds;
    private final InstantSource clock;

    public OwedApi(VisibleRecordings recordings, AgencyRules rules, Rounds rounds, InstantSource clock) {
        this.recordings = recordings;
        this.rules = rules;
        this.rounds = rounds;
        this.clock = clock;
    }

    private List<Owed> of(Recording recording) throws IOException {
        Optional<Rulebook> book = rules.of(recording.agency());
        return book.isEmpty()
                ? List.of()
                : RecordingOwes.of(book.get(), recording, recordings.ledger().custody(recording.id()));
    }

    /** Members {@code owed}, and {@code continuity_rule} where the agency has a rulebook, as one recording has them. */
    JsonObject with(JsonObject json, Recording recording) throws IOException {
        Json scope = rules.of(recording.agency())
                .filter(book -> recording.state() != RecordingState.DISPOSED)
                .<Json>map(book -> ContinuityScope.json(book, recording))
                .orElse(JsonNull.NULL);
        return json.with()
                .put("owed", Owed.json(of(recording)))
                .put("continuity_rule", scope)
                .build();
    }

    /** Of one page of recordings those that owe something. */
    public Answer list(Call call) throws IOException {
        Optional<RecordingQuery> wanted =
                RecordingFilters.read(call.query().allowOnly(PARAMETERS), call.principal(), DEFAULT_LIMIT);
        Ledger.Page page = wanted.isEmpty()
                ? new Ledger.Page(List.of(), Optional.empty())
                : recordings.search(wanted.get(), call.principal());
        List<Json> found = new ArrayList<>();
        for (Recording recording : page.recordings()) {
            List<Owed> owed = of(recording);
            if (!owed.isEmpty()) {
                found.add(JsonObject.builder()
                        .put("recording", recording.id().value())
                        .put("agency", recording.agency())
                        .put("camera", recording.camera())
                        .put("owed", Owed.json(owed))
                        .build());
            }
        }
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("recordings", new JsonArray(found))
                        .put(
                                "next",
                                page.next()
                                        .<Json>map(id -> new JsonString(id.value()))
                                        .orElse(JsonNull.NULL))
                        .build());
    }

    /** What the agency as a whole owes: spot checks, an off-site copy, fixed cameras' daily saving, cameras enough. */
    public Answer agency(Call call) throws IOException {
        Query query = call.query().allowOnly(List.of("agency"));
        String agency = Principals.agency(call.principal(), query.find("agency"));
        Rulebook book = rules.of(agency).orElseThrow(() -> Problem.conflict("agency " + agency + " has no rulebook")
                .exception());
        List<Owed> owed = AgencyOwes.of(
                book,
                rules.calendar(),
                agency,
                recordings.ledger(),
                Optional.of(call.principal().cleared()),
                copy(),
                clock.instant());
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("agency", agency)
                        .put(
                                "rulebook",
                                JsonObject.builder()
                                        .put("id", book.id())
                                        .put("version", book.version())
                                        .build())
                        .put("owed", Owed.json(owed))
                        .build());
    }

    /** What somebody who looks footage through has to see and hear in it, as the agency's rulebook says it. */
    public Answer reviewSheet(Call call) throws IOException {
        Query query = call.query().allowOnly(List.of("agency"));
        String agency = Principals.agency(call.principal(), query.find("agency"));
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("agency", agency)
                        .put(
                                "look_for",
                                new JsonArray(rules.of(agency).map(ReviewSheet::of).orElse(List.of()).stream()
                                        .<Json>map(ReviewSheet.Question::json)
                                        .toList()))
                        .build());
    }

    /** How far the second store is behind; empty where there is none. */
    private Optional<Duration> copy() throws IOException {
        return rounds.replica().isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(
                        rounds.replica().get().report(any -> false).integer("lag_seconds")));
    }
}
