package org.unbroken.storage.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.stamps.LeaderTask;

/**
 * Recordings that arrived and are not sealed, for longer than it should ever take: whoever made footage vanish between its
 * {@code received} entry and its sealing shows here.
 */
final class OverdueRecordings implements LeaderTask {
    static final String NAME = "overdue";
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int PAGE = 1000;
    /** Counted; then there are at least so many. */
    private static final int MOST = 10_000;

    private static final int LISTED = 100;

    private final Ledger ledger;
    private final AuditRecords records;
    private final AuditMetrics metrics;
    private final Duration after;
    private final InstantSource clock;
    private Instant looked = Instant.MIN;

    OverdueRecordings(Ledger ledger, AuditRecords records, AuditMetrics metrics, Duration after, InstantSource clock) {
        this.ledger = ledger;
        this.records = records;
        this.metrics = metrics;
        this.after = after;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit-overdue";
    }

    @Override
    public void ended() {
        metrics.forgetOverdue();
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(EVERY))) {
            return Duration.between(now, looked.plus(EVERY));
        }
        List<Recording> overdue = new ArrayList<>();
        for (RecordingState state : List.of(RecordingState.LANDED, RecordingState.BLOCKED)) {
            add(overdue, state, now.minus(after));
        }
        metrics.overdue(overdue.size());
        byte[] json = json(overdue).canonical();
        if (records.read(NAME).filter(before -> Arrays.equals(before, json)).isEmpty()) {
            records.write(NAME, json);
        }
        looked = now;
        return EVERY;
    }

    /** An id has the time at which its upload began: what began later cannot have arrived earlier. */
    private void add(List<Recording> overdue, RecordingState state, Instant before) throws IOException {
        Optional<RecordingId> from = Optional.of(RecordingId.newestAt(before));
        while (from.isPresent() && overdue.size() < MOST) {
            Ledger.Page page = ledger.search(new RecordingQuery(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(state),
                    Optional.empty(),
                    from,
                    PAGE));
            page.recordings().stream()
                    .filter(recording -> recording.receivedAt().isBefore(before))
                    .forEach(overdue::add);
            from = page.next();
        }
    }

    private static JsonObject json(List<Recording> overdue) {
        List<Recording> oldest = overdue.stream()
                .sorted((one, other) -> one.receivedAt().compareTo(other.receivedAt()))
                .limit(LISTED)
                .toList();
        return JsonObject.builder()
                .put("count", overdue.size())
                .put("at_least", overdue.size() >= MOST)
                .put(
                        "recordings",
                        new JsonArray(oldest.stream()
                                .<Json>map(OverdueRecordings::json)
                                .toList()))
                .build();
    }

    private static JsonObject json(Recording recording) {
        return JsonObject.builder()
                .put("recording", recording.id().value())
                .put("agency", recording.agency())
                .put("camera", recording.camera())
                .put("state", recording.state().wire())
                .put("received_at", Timestamps.format(recording.receivedAt()))
                .putIfPresent("reason", recording.reason())
                .build();
    }
}
