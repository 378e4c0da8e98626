package org.unbroken.ingest.console.api;

import java.util.List;
import java.util.Map;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;

/**
 * How things stand, as one caller sees it.
 *
 * @param atLeast the counts stop at a limit, and some of them are at it
 * @param late landed for longer than it should take to seal
 * @param looked of the newest recordings, how many were looked at for what follows
 * @param interrupted their continuity has findings
 * @param undescribed sealed, and described only in part or not at all
 * @param pending how many are still to be described
 */
public record Overview(
        Map<RecordingState, Long> counts,
        boolean atLeast,
        List<Recording> late,
        List<Recording> blocked,
        List<Recording> quarantined,
        int looked,
        List<Recording> interrupted,
        List<Recording> undescribed,
        long pending,
        List<Recording> newest,
        List<Readiness.Problem> problems) {
    public Overview {
        counts = Map.copyOf(counts);
        late = List.copyOf(late);
        blocked = List.copyOf(blocked);
        quarantined = List.copyOf(quarantined);
        interrupted = List.copyOf(interrupted);
        undescribed = List.copyOf(undescribed);
        newest = List.copyOf(newest);
        problems = List.copyOf(problems);
    }

    public long count(RecordingState state) {
        return counts.getOrDefault(state, 0L);
    }
}
