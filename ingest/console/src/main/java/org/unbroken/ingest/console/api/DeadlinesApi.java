package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.cases.RecordedFacts;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.deadline.Deadline;
import org.unbroken.storage.rules.deadline.DeadlineJson;
import org.unbroken.storage.rules.deadline.DutyState;
import org.unbroken.storage.rules.retention.Retained;
import org.unbroken.storage.rules.retention.RetainedJson;

/** What the agencies' rulebooks want done by when, and what of it is late or soon will be. */
public final class DeadlinesApi {
    private static final List<String> PARAMETERS = List.of("agency", "state", "within", "after", "limit");
    private static final int DEFAULT_LIMIT = 100;
    private static final int LONGEST_WITHIN_HOURS = 24 * 366;
    private static final int DEFAULT_WITHIN_HOURS = 48;

    private final VisibleRecordings recordings;
    private final AgencyRules rules;
    private final InstantSource clock;
    private final Cases cases;

    public DeadlinesApi(VisibleRecordings recordings, AgencyRules rules, InstantSource clock) {
        this.recordings = recordings;
        this.cases = new Cases(recordings.ledger());
        this.rules = rules;
        this.clock = clock;
    }

    /** Nothing for an agency without a rulebook, and for what was disposed of. */
    public List<Deadline> of(Recording recording) throws IOException {
        if (rules.of(recording.agency()).isEmpty() || recording.state() == RecordingState.DISPOSED) {
            return List.of();
        }
        return rules.deadlines(
                recording.agency(),
                RecordedFacts.of(
                        recording,
                        recordings.ledger().custody(recording.id()),
                        cases.of(recording),
                        rules.of(recording.agency())),
                clock.instant());
    }

    /** For how long the agency's rulebook wants it kept, by what is known of it; the store's own date may be later. */
    public Optional<Retained> keeping(Recording recording) throws IOException {
        return new RulebookKeeping(recordings.ledger(), rules).retained(recording);
    }

    /** Members {@code deadlines}, {@code keeping} and {@code rulebook}, as one recording has them. */
    JsonObject with(JsonObject json, Recording recording) throws IOException {
        Json rulebook = rules.of(recording.agency())
                .<Json>map(book -> JsonObject.builder()
                        .put("id", book.id())
                        .put("version", book.version())
                        .put("sha256", book.digest().hex())
                        .build())
                .orElse(JsonNull.NULL);
        return json.with()
                .put("rulebook", rulebook)
                .put("keeping", keeping(recording).<Json>map(RetainedJson::of).orElse(JsonNull.NULL))
                .put(
                        "deadlines",
                        new JsonArray(of(recording).stream()
                                .<Json>map(DeadlineJson::of)
                                .toList()))
                .build();
    }

    /** {@code /api/deadlines}: of one page of recordings those duties that are late, or due within so many hours. */
    public Answer list(Call call) throws IOException {
        Query query = call.query().allowOnly(PARAMETERS);
        Optional<DutyState> state = query.find("state").map(DeadlinesApi::state);
        Instant soon = clock.instant().plus(within(query));
        Optional<RecordingQuery> wanted =
                RecordingFilters.read(query.without(Set.of("state", "within")), call.principal(), DEFAULT_LIMIT);
        Ledger.Page page = wanted.isEmpty()
                ? new Ledger.Page(List.of(), Optional.empty())
                : recordings.search(wanted.get(), call.principal());
        List<Json> found = new ArrayList<>();
        for (Recording recording : page.recordings()) {
            for (Deadline deadline : of(recording)) {
                if (isWanted(deadline, state, soon)) {
                    found.add(DeadlineJson.of(deadline)
                            .with()
                            .put("recording", recording.id().value())
                            .put("agency", recording.agency())
                            .put("camera", recording.camera())
                            .build());
                }
            }
        }
        Json next = page.next().<Json>map(id -> new JsonString(id.value())).orElse(JsonNull.NULL);
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("deadlines", new JsonArray(found))
                        .put("next", next)
                        .build());
    }

    private static boolean isWanted(Deadline deadline, Optional<DutyState> state, Instant soon) {
        boolean soonDue = deadline.due().filter(due -> !due.isAfter(soon)).isPresent();
        if (state.isPresent()) {
            return deadline.state() == state.get() && (deadline.state() != DutyState.DUE || soonDue);
        }
        return deadline.state() == DutyState.OVERDUE
                || deadline.state() == DutyState.UNKNOWN
                || deadline.reasonWanted()
                || (deadline.state() == DutyState.DUE && soonDue);
    }

    private static DutyState state(String word) {
        return Arrays.stream(DutyState.values())
                .filter(state -> state.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                                "state",
                                "one of "
                                        + Arrays.stream(DutyState.values())
                                                .map(DutyState::wire)
                                                .collect(Collectors.joining(", ")))
                        .exception());
    }

    private static Duration within(Query query) {
        String text = query.find("within").orElse(String.valueOf(DEFAULT_WITHIN_HOURS));
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > LONGEST_WITHIN_HOURS) {
            throw Problem.badParameter("within", "hours, 0 to " + LONGEST_WITHIN_HOURS)
                    .exception();
        }
        return Duration.ofHours(Integer.parseInt(text));
    }
}
