package org.unbroken.storage.audit;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.audit.FindingHistory.Past;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.worm.ObjectKey;

/**
 * What becomes of what the sweeps see. A finding is in the log before it is anywhere else:
 *
 * <pre>
 *   step                              a crash after it leaves          and the next look
 * 1 the damaged entry                 an entry                         finds the same, and its entry
 * 2 the list (audit/findings)         the same, listed                 the same
 * 3 the repair                        a right object                   finds it right
 * 4 the restored entry                all                              changes nothing
 * </pre>
 *
 * Used by the sweeps of one turn, each a thread of its own.
 */
final class AuditFindings {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFindings.class);
    private static final long PATIENCE_SECONDS = 60;

    private final FindingList list;
    private final CustodyEvents events;
    private final Repairs repairs;
    private final AuditMetrics metrics;
    private final InstantSource clock;

    AuditFindings(FindingList list, CustodyEvents events, Repairs repairs, AuditMetrics metrics, InstantSource clock) {
        this.list = list;
        this.events = events;
        this.repairs = repairs;
        this.metrics = metrics;
        this.clock = clock;
    }

    FindingList list() {
        return list;
    }

    /** Looks at one thing of an object again, after it was put right. */
    interface Look {
        boolean isRight() throws IOException, InterruptedException;
    }

    /**
     * Enters it, unless the log has it, lists it, and tries to put it right.
     *
     * @throws IOException when the log did not take it: it is to be found again
     */
    void found(
            ExpectedRecording recording,
            ExpectedObject object,
            Aspect aspect,
            List<Long> chunks,
            String message,
            Look again)
            throws IOException, InterruptedException {
        List<Long> named = FindingFacts.shown(chunks);
        Past past = recording.history().of(aspect, object.key().value());
        int number = past.found();
        if (!past.open() || !past.chunks().equals(named)) {
            enter(FindingFacts.damaged(recording, object, aspect, named, message, past.found(), clock.instant()));
            number++;
        }
        String key = OpenFinding.key(aspect, object.key().value());
        Instant since = list.find(key).map(OpenFinding::foundAt).orElseGet(clock::instant);
        OpenFinding finding = new OpenFinding(
                aspect,
                object.key().value(),
                Optional.of(recording.id()),
                Optional.of(recording.agency()),
                named,
                message,
                since,
                Optional.empty());
        if (list.find(key).isEmpty()) {
            metrics.found(aspect);
            LOG.error("recording={} object={} {}: {}", recording.id(), object.key(), aspect.wire(), message);
        }
        list.put(finding);
        list.save();
        Repairs.Outcome outcome = repairs.attempt(recording, object, aspect, again);
        if (outcome.done() && again.isRight()) {
            right(recording, object, aspect, number, outcome.words());
            metrics.repaired("done");
        } else {
            String words = outcome.done() ? "put back, and still not right" : outcome.words();
            list.put(finding.withRepair(words));
            metrics.repaired("not");
            LOG.error("recording={} object={} not repaired: {}", recording.id(), object.key(), words);
        }
        list.save();
    }

    /** What was looked at is as it should be; if it was not before, that is an entry too. */
    void good(ExpectedRecording recording, ExpectedObject object, Aspect aspect)
            throws IOException, InterruptedException {
        Past past = recording.history().of(aspect, object.key().value());
        if (past.open()) {
            right(recording, object, aspect, past.found(), "found right again");
            list.save();
        } else {
            list.remove(OpenFinding.key(aspect, object.key().value()));
        }
    }

    private void right(ExpectedRecording recording, ExpectedObject object, Aspect aspect, int number, String by)
            throws IOException, InterruptedException {
        enter(FindingFacts.restored(recording, object, aspect, by, number, clock.instant()));
        list.remove(OpenFinding.key(aspect, object.key().value()));
        LOG.warn("recording={} object={} {} is right again: {}", recording.id(), object.key(), aspect.wire(), by);
    }

    /** No custody event: the log tells of no such object, and cannot be made to forget that it did. */
    void untracked(String object, Optional<RecordingId> recording, Optional<String> agency) throws IOException {
        boolean isNew = list.put(list.find(OpenFinding.key(Aspect.UNTRACKED, object))
                .orElseGet(() -> new OpenFinding(
                        Aspect.UNTRACKED,
                        object,
                        recording,
                        agency,
                        List.of(),
                        "the log does not tell of it",
                        clock.instant(),
                        Optional.empty())));
        if (isNew) {
            metrics.found(Aspect.UNTRACKED);
            LOG.warn("object={} is untracked: the log does not tell of it", object);
        }
    }

    /** Puts an object of the log back, if it can be. */
    Repairs.Outcome repairOfLog(Aspect aspect, ObjectKey key, RightLogObjects right, Instant until, String message) {
        Repairs.Outcome outcome = repairs.ofLog(key, right, until);
        if (outcome.done()) {
            metrics.found(aspect);
            LOG.error("object={} of the log was not right ({}), and is now: {}", key, message, outcome.words());
        }
        metrics.repaired(outcome.done() ? "done" : "not");
        return outcome;
    }

    /** Of an object of the log itself. */
    void ofLog(Aspect aspect, String object, String message, Optional<String> repair) {
        Instant since = list.find(OpenFinding.key(aspect, object))
                .map(OpenFinding::foundAt)
                .orElseGet(clock::instant);
        OpenFinding finding =
                new OpenFinding(aspect, object, Optional.empty(), Optional.empty(), List.of(), message, since, repair);
        if (list.put(finding)) {
            metrics.found(aspect);
            LOG.error("object={} of the log, {}: {}", object, aspect.wire(), message);
        }
    }

    void tracked(ObjectKey key) {
        list.remove(OpenFinding.key(Aspect.UNTRACKED, key.value()));
    }

    private void enter(CustodyFact fact) throws IOException, InterruptedException {
        try {
            events.append(fact).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotOnRecordException("the custody log did not take what the audit found: " + e, e);
        }
    }
}
