package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;

/** Puts the overview together: what needs somebody, first. */
public final class Overviews {
    private static final int LISTED = 12;
    private static final int LOOKED_AT = 300;
    private static final int COUNTED = 1000;

    private final VisibleRecordings recordings;
    private final Readiness readiness;
    private final InstantSource clock;
    private final Duration lateAfter;

    public Overviews(VisibleRecordings recordings, Readiness readiness, InstantSource clock, Duration lateAfter) {
        this.recordings = recordings;
        this.readiness = readiness;
        this.clock = clock;
        this.lateAfter = lateAfter;
    }

    public Overview of(Principal principal) throws IOException {
        Map<RecordingState, Long> counts = counts(principal);
        List<Recording> newest = find(principal, Optional.empty(), LOOKED_AT);
        Instant late = clock.instant().minus(lateAfter);
        return new Overview(
                counts,
                bound(principal) && counts.values().stream().anyMatch(count -> count >= COUNTED),
                first(find(principal, Optional.of(RecordingState.LANDED), COUNTED), r -> r.receivedAt()
                        .isBefore(late)),
                find(principal, Optional.of(RecordingState.BLOCKED), LISTED),
                find(principal, Optional.of(RecordingState.QUARANTINED), LISTED),
                newest.size(),
                first(newest, Overviews::isInterrupted),
                first(
                        newest,
                        r -> r.description().equals("partial")
                                || r.description().equals("failed")),
                newest.stream()
                        .filter(r -> r.state() == RecordingState.SEALED
                                && r.description().equals("pending"))
                        .count(),
                first(newest, r -> true),
                readiness.problems());
    }

    public static boolean isInterrupted(Recording recording) {
        return RecordingJson.analysed(recording, "continuity")
                .flatMap(continuity -> Texts.find(continuity, "verdict"))
                .filter("interrupted"::equals)
                .isPresent();
    }

    private static List<Recording> first(List<Recording> from, Predicate<Recording> wanted) {
        return from.stream().filter(wanted).limit(LISTED).toList();
    }

    private static boolean bound(Principal principal) {
        return principal.agency().isPresent() || principal.camera().isPresent();
    }

    /** The ledger counts over all agencies; for a caller who sees one, its recordings are counted up to a limit. */
    private Map<RecordingState, Long> counts(Principal principal) throws IOException {
        if (!bound(principal)) {
            return recordings.ledger().counts();
        }
        Map<RecordingState, Long> counts = new EnumMap<>(RecordingState.class);
        for (RecordingState state : RecordingState.values()) {
            counts.put(
                    state, (long) find(principal, Optional.of(state), COUNTED).size());
        }
        return counts;
    }

    private List<Recording> find(Principal principal, Optional<RecordingState> state, int limit) throws IOException {
        RecordingQuery query = new RecordingQuery(
                principal.agency(),
                principal.camera(),
                Optional.empty(),
                Optional.empty(),
                state,
                Optional.empty(),
                Optional.empty(),
                limit);
        return recordings.search(query, principal).recordings();
    }

    /** {@code /api/overview}. */
    public Answer answer(Call call) throws IOException {
        Overview overview = of(call.principal());
        JsonObject.Builder states = JsonObject.builder();
        for (RecordingState state : RecordingState.values()) {
            states.put(state.wire(), overview.count(state));
        }
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("states", states.build())
                        .put("at_least", overview.atLeast())
                        .put("late", ids(overview.late()))
                        .put("blocked", ids(overview.blocked()))
                        .put("quarantined", ids(overview.quarantined()))
                        .put("interrupted", ids(overview.interrupted()))
                        .put("undescribed", ids(overview.undescribed()))
                        .put(
                                "problems",
                                new JsonArray(overview.problems().stream()
                                        .<Json>map(problem -> JsonObject.builder()
                                                .put("part", problem.part())
                                                .put("what", problem.what())
                                                .build())
                                        .toList()))
                        .build());
    }

    private static JsonArray ids(List<Recording> recordings) {
        return JsonArray.ofStrings(
                recordings.stream().map(recording -> recording.id().value()).toList());
    }
}
