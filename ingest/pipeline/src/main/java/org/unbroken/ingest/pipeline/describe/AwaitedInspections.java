package org.unbroken.ingest.pipeline.describe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.custody.Sequenced;

/**
 * Sealed recordings that the job has taken up and of which the log does not say yet that they were inspected. The job's
 * checkpoint vouches for an {@code inspected} event once the queue has acknowledged it; a queue that loses what it
 * acknowledged would leave the recording undescribed for ever. So whoever is awaited for too long is inspected again:
 * the same record comes out, and its digest is the event's key, so that a second one changes nothing.
 *
 * <p>Used by one thread at a time.
 */
final class AwaitedInspections {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedInspections.class);
    /** Between the hand-out and the entry lie minutes; less than this is never taken for a loss. */
    private static final Duration LEAST = Duration.ofHours(1);
    /** What is taken up and not inspected is bounded by the operators' own queues; only a loss makes it more. */
    private static final int MOST = 50_000;

    private final Duration patience;
    private final InstantSource clock;
    private final Map<String, Awaited> awaited = new HashMap<>();
    /** Inspected recordings whose sealing may lie where is still being looked back. */
    private final Set<String> settled = new HashSet<>();

    private boolean lookingBack;
    private Instant earliest = Instant.MAX;
    private boolean full;

    private record Awaited(SealedRef ref, Instant until) {}

    AwaitedInspections(Duration patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** Until it is over, entries come from two places of the log, and out of their order. */
    void lookingBack(boolean now) {
        lookingBack = now;
        if (!now) {
            settled.clear();
        }
    }

    /** An entry that was taken up, now or by an earlier run of the job. */
    void saw(Sequenced sequenced, SealedRef sealed) {
        if (settled.contains(sealed.recording())) {
            return;
        }
        Instant soonest = clock.instant().plus(LEAST);
        Instant patient = sequenced.entry().at().plus(patience);
        await(sealed, patient.isAfter(soonest) ? patient : soonest);
    }

    /** An entry of another kind: some tell that nothing need be awaited any more. */
    void saw(Sequenced sequenced) {
        if (sequenced.entry().is(CustodyEvent.INSPECTED) || sequenced.entry().is(CustodyEvent.DISPOSED)) {
            awaited.remove(sequenced.entry().recording());
            if (lookingBack && settled.size() < MOST) {
                settled.add(sequenced.entry().recording());
            }
        }
    }

    /** Recordings to be inspected again, the oldest first. */
    List<SealedRef> due(int max) {
        Instant now = clock.instant();
        if (now.isBefore(earliest)) {
            return List.of();
        }
        List<SealedRef> due = awaited.values().stream()
                .filter(each -> !each.until().isAfter(now))
                .map(Awaited::ref)
                .sorted(Comparator.comparingLong(SealedRef::index))
                .limit(max)
                .toList();
        for (SealedRef ref : due) {
            LOG.warn("recording {} is inspected again: the log has no inspected entry of it", ref.recording());
            await(ref, now.plus(patience));
        }
        earliest = awaited.values().stream()
                .map(Awaited::until)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return due;
    }

    private void await(SealedRef ref, Instant until) {
        if (awaited.size() >= MOST && !awaited.containsKey(ref.recording())) {
            if (!full) {
                LOG.error(
                        "more than {} sealed recordings have no inspected entry: restart the describe job once that"
                                + " is mended, and it looks back for them",
                        MOST);
            }
            full = true;
            return;
        }
        full = false;
        awaited.put(ref.recording(), new Awaited(ref, until));
        earliest = until.isBefore(earliest) ? until : earliest;
    }
}
