package org.unbroken.storage.keeping;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.Pacing;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Walks over all recordings, over and over, and has each kept for as long as its agency's rulebook wants by what is known
 * of it now: its labels, its case, the facts for which it is kept for long. Only ever longer, in bounded steps (see
 * {@link RetentionSettings}).
 *
 * <pre>
 *    step, for each recording                     a crash after it leaves              and the next start
 * 1  a retained entry, where a date is to move    an entry                             finds the date moved
 * 2  the store obeys ({@link KeepingTask})        some objects lengthened              that task does it again
 * 3  a later round looks at the store             nothing                              looks again
 * 4  the round's place, every few seconds         an earlier place                     looks at some again
 * </pre>
 *
 * What the store does not keep as long as the log says, it lengthens itself, and where that fails the recording counts as
 * failing: figures and an alert say so as long as there is one. It holds up no other recording. It reads no camera's time.
 */
public final class RetentionSweep implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final int BATCH = 64;
    private static final Duration NOTED_EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Who moves the dates, in entries. */
    public static final String ACTOR = "retention";

    private final RetentionSettings settings;
    private final KeepingRules rules;
    private final Ledger ledger;
    private final WormStore worm;
    private final CustodyEvents events;
    private final AuditRecords records;
    private final RetentionMetrics metrics;
    private final Pacing pacing;
    private final InstantSource clock;
    private @Nullable RetentionRound round;
    private Instant noted = Instant.MIN;

    public RetentionSweep(
            RetentionSettings settings,
            KeepingRules rules,
            Ledger ledger,
            WormStore worm,
            CustodyEvents events,
            AuditRecords records,
            RetentionMetrics metrics,
            Pacing pacing,
            InstantSource clock) {
        this.settings = settings;
        this.rules = rules;
        this.ledger = ledger;
        this.worm = worm;
        this.events = events;
        this.records = records;
        this.metrics = metrics;
        this.pacing = pacing;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public void ended() {
        metrics.forget();
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        RetentionRound now = load();
        metrics.show(now);
        if (now.ended().isPresent()) {
            Duration rest = Duration.between(clock.instant(), now.began().plus(settings.interval()));
            if (rest.compareTo(Duration.ZERO) > 0) {
                return rest;
            }
            now = RetentionRound.begin(now.number() + 1, clock.instant(), now.lastComplete());
        }
        round = now;
        ObjectKey probe = ObjectKey.checkpoint(Checkpoint.parse(newest.text()).size());
        try {
            walk(probe);
        } catch (IOException | InterruptedException e) {
            noteAfter(e);
            throw e;
        }
        return settings.interval();
    }

    private RetentionRound load() throws IOException {
        if (round != null) {
            return round;
        }
        return records.read(RetentionRound.NAME)
                .map(JsonObject::parse)
                .map(RetentionRound::ofJson)
                .orElseGet(() -> RetentionRound.begin(1, clock.instant(), Optional.empty()));
    }

    private void walk(ObjectKey probe) throws IOException, InterruptedException {
        while (true) {
            List<Ledger.Walked> some = ledger.walk(round().cursor(), BATCH);
            if (some.isEmpty()) {
                round = round().over(clock.instant());
                note();
                LOG.info(
                        "retention: round {} is done, {} recordings, {} lengthened, {} failing",
                        round().number(),
                        round().checked(),
                        round().lengthened(),
                        round().failed());
                return;
            }
            for (Ledger.Walked each : some) {
                pacing.take(1);
                visit(each, probe);
                if (!clock.instant().isBefore(noted.plus(NOTED_EVERY))) {
                    note();
                }
            }
        }
    }

    private void visit(Ledger.Walked each, ObjectKey probe) throws IOException, InterruptedException {
        Optional<Recording> found = each.state() == RecordingState.SEALED || each.state() == RecordingState.QUARANTINED
                ? ledger.find(each.id())
                : Optional.empty();
        if (found.isEmpty()) {
            round = round().passed(each.id(), false);
            return;
        }
        Optional<Instant> until = Optional.empty();
        try {
            boolean moved = lengthen(found.get());
            if (!moved) {
                until = worm.find(ObjectKey.original(each.id())).map(StoredObject::retainUntil);
                obey(found.get(), until);
            }
            round = round().passed(each.id(), moved);
        } catch (LogAwayException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Where the store is away altogether there is nothing to be said of this recording: throws.
            worm.find(probe);
            LOG.error("recording={} is to be kept for longer, and cannot be", each.id(), e);
            round = round().failed(new RetentionRound.Failing(
                    each.id(), found.get().agency(), until, String.valueOf(e.getMessage())));
        }
    }

    /** Whether a later date was entered. The store follows by the entry. */
    private boolean lengthen(Recording recording) throws IOException, InterruptedException {
        Optional<KeepingRules.Wanted> wanted = rules.wanted(recording);
        if (wanted.isEmpty()) {
            return false;
        }
        Optional<Instant> next =
                settings.next(recording.retainUntil(), wanted.get(), clock.instant(), worm.latestRetention());
        if (next.isEmpty()) {
            return false;
        }
        enter(recording, next.get(), wanted.get());
        metrics.lengthened();
        return true;
    }

    private void enter(Recording recording, Instant until, KeepingRules.Wanted wanted)
            throws IOException, InterruptedException {
        String date = Timestamps.format(until);
        JsonObject detail = JsonObject.builder()
                .put("until", date)
                .put("reason", "rulebook")
                .put("rulebook", wanted.rulebook())
                .put("classes", JsonArray.ofStrings(wanted.classes()))
                .put("wanted_until", Timestamps.format(wanted.until()))
                .put("open", wanted.open())
                .build();
        CustodyFact fact = new CustodyFact(
                CustodyEvent.RETAINED,
                date,
                recording.id(),
                recording.agency(),
                Optional.empty(),
                clock.instant(),
                ACTOR,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try {
            events.append(fact).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new LogAwayException(e);
        }
    }

    /** No recording's own failure: the walk stands still, and is taken up again after a pause. */
    private static final class LogAwayException extends IOException {
        private static final long serialVersionUID = 1;

        LogAwayException(Exception why) {
            super("the log does not take the entry: " + why, why);
        }
    }

    /** What an earlier entry asked of the store, and the store does not have: lengthened here, object by object. */
    private void obey(Recording recording, Optional<Instant> stored) throws IOException, InterruptedException {
        Optional<Instant> told = recording
                .retainUntil()
                .map(date -> date.isAfter(worm.latestRetention()) ? worm.latestRetention() : date)
                .map(date -> Instant.ofEpochSecond(date.getEpochSecond()));
        // What is missing is the audit's to tell.
        if (told.isEmpty() || stored.isEmpty() || !stored.get().isBefore(told.get())) {
            return;
        }
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(recording.id()))) {
            for (ObjectKey key : keys.toList()) {
                pacing.take(1);
                worm.extend(key, told.get());
            }
        }
        Optional<Instant> now = worm.find(ObjectKey.original(recording.id())).map(StoredObject::retainUntil);
        if (now.isEmpty() || now.get().isBefore(told.get())) {
            throw new IOException(
                    "the store keeps it until " + now.map(String::valueOf).orElse("?") + ", and took no later date");
        }
    }

    private RetentionRound round() {
        RetentionRound now = round;
        if (now == null) {
            throw new IllegalStateException("not loaded");
        }
        return now;
    }

    private void note() throws IOException {
        records.write(RetentionRound.NAME, round().toJson().canonical());
        noted = clock.instant();
        metrics.show(round());
    }

    /** Also when the thread was interrupted, which would close the file that is written. */
    private void noteAfter(Exception cause) {
        boolean interrupted = Thread.interrupted();
        try {
            note();
        } catch (IOException e) {
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
