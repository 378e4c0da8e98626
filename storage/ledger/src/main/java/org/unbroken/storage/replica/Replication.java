package org.unbroken.storage.replica;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.OtherBytesException;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.custody.Sequenced;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Follows the published log, entry by entry, and has the second store have what each entry names; as a task of whoever
 * leads the log. The log's own objects come after the objects of their entries: so a checkpoint in the copy covers nothing
 * that the copy does not have, but for what waits and is listed.
 *
 * <pre>
 *   crash                                   what is left                       and whoever goes on
 *   in the middle of an object              nothing under its key              brings it anew
 *   between two records of the place        objects ahead of the place         reads them there again
 *   the records are lost                    the whole copy                     reads all of it again, brings nothing
 * </pre>
 *
 * An object that cannot be brought, held or erased is listed and tried again, and holds up no other. While one of the two
 * stores is away the place stands still, and the lag grows.
 *
 * <p>The list is bounded: once {@link ReplicaPlace#MOST_WAITING} wait, no more entries are followed until fewer do. A copy that
 * differs is read again ever more seldom, down to once a day, unless it was moved aside.
 *
 * <p>A disposal reaches the copy by its entry, like all else: what the second store has of the recording is deleted there,
 * but the entry's own detail. What it still locks is tried again until it lets go.
 */
public final class Replication implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
    private static final int AT_ONCE = 256;
    private static final Duration NOTED_EVERY = Duration.ofSeconds(10);
    private static final Duration TRIED_EVERY = Duration.ofMinutes(10);
    /** So seldom a copy that differs is read again, each time twice as late, unless somebody moved it aside. */
    private static final Duration SELDOM = Duration.ofDays(1);

    private static final List<String> LOG_OBJECTS = List.of("log/segments/", "log/checkpoints/", "log/keys/");

    private final CustodyLog log;
    private final Ledger ledger;
    private final WormStore first;
    private final SecondStore.Opening opening;
    private final Budget budget;
    private final AuditRecords records;
    private final ReplicaMetrics metrics;
    private final InstantSource clock;
    private final int mostWaiting;
    /** Of this process alone: another begins with all of them. */
    private final Map<String, Again> differing = new HashMap<>();

    private @Nullable ReplicaPlace place;
    private @Nullable SecondStore opened;
    private @Nullable ObjectCopy copying;
    private @Nullable CopyErasure erasing;
    private Instant noted = Instant.MIN;
    private Instant tried = Instant.MIN;

    public Replication(
            CustodyLog log,
            Ledger ledger,
            WormStore first,
            SecondStore.Opening opening,
            Budget budget,
            AuditRecords records,
            ReplicaMetrics metrics,
            InstantSource clock) {
        this(log, ledger, first, opening, budget, records, metrics, clock, ReplicaPlace.MOST_WAITING);
    }

    /** Where the place stands still once so many objects wait. */
    public Replication(
            CustodyLog log,
            Ledger ledger,
            WormStore first,
            SecondStore.Opening opening,
            Budget budget,
            AuditRecords records,
            ReplicaMetrics metrics,
            InstantSource clock,
            int mostWaiting) {
        this.mostWaiting = mostWaiting;
        this.log = log;
        this.ledger = ledger;
        this.first = first;
        this.opening = opening;
        this.budget = budget;
        this.records = records;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "replicate";
    }

    @Override
    public void ended() {
        metrics.forget();
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        if (place == null) {
            ReplicaPlace stored = records.read(ReplicaPlace.NAME)
                    .map(JsonObject::parse)
                    .map(ReplicaPlace::ofJson)
                    .orElse(ReplicaPlace.START);
            // A log that was cut back says less than it did.
            place = stored.passed(Math.min(stored.next(), log.publishedSize()))
                    .logged(Math.min(stored.log(), log.publishedSize()));
        }
        metrics.show(new LogLag(log, place().next(), clock), place());
        open();
        ObjectKey probe = ObjectKey.checkpoint(Checkpoint.parse(newest.text()).size());
        try {
            if (follow(probe)) {
                followLog(probe);
            }
            tryAgain(probe);
        } catch (IOException | InterruptedException e) {
            noteAfter(e);
            throw e;
        }
        note();
        return place().waiting().isEmpty() && place().erasing().isEmpty() ? Duration.ofHours(1) : TRIED_EVERY;
    }

    /** How many entries it has to follow still, by its record. */
    static long behind(AuditRecords records, PublishedLog log) throws IOException {
        ReplicaPlace stored = records.read(ReplicaPlace.NAME)
                .map(JsonObject::parse)
                .map(ReplicaPlace::ofJson)
                .orElse(ReplicaPlace.START);
        return log.publishedSize() - stored.log();
    }

    /** When a copy that differs is read again. */
    private record Again(Instant at, Duration after) {}

    /** Whether it came to the end. With too many objects waiting something is wrong with more than them: the lag tells. */
    private boolean follow(ObjectKey probe) throws IOException, InterruptedException {
        while (place().next() < log.publishedSize()) {
            List<Sequenced> entries = log.read(place().next(), AT_ONCE);
            for (Sequenced each : entries) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (place().waiting().size() >= mostWaiting) {
                    LOG.error(
                            "{} objects cannot be brought to {}: no more entries are followed until fewer wait",
                            place().waiting().size(),
                            second().name());
                    return false;
                }
                visit(each.entry(), probe);
                place = place().passed(each.index() + 1);
                if (!clock.instant().isBefore(noted.plus(NOTED_EVERY))) {
                    note();
                }
            }
        }
        return true;
    }

    private void visit(Entry entry, ObjectKey probe) throws IOException {
        RecordingId id = new RecordingId(entry.recording());
        Optional<Recording> recording = ledger.find(id);
        boolean disposed =
                recording.filter(is -> is.state() == RecordingState.DISPOSED).isPresent();
        if (!disposed || entry.is(CustodyEvent.DISPOSED)) {
            bring(ObjectKey.detail(id, entry.detail()), Optional.of(entry.agency()), probe);
        }
        if (disposed) {
            if (entry.is(CustodyEvent.DISPOSED)) {
                erase(id, probe);
            }
            return;
        }
        if (entry.is(CustodyEvent.SEALED) || entry.is(CustodyEvent.QUARANTINED)) {
            if (entry.manifest().isPresent()) {
                bring(ObjectKey.manifest(id), Optional.of(entry.agency()), probe);
            }
            bring(ObjectKey.original(id), Optional.of(entry.agency()), probe);
        }
        if (entry.is(CustodyEvent.INSPECTED) && entry.analysis().isPresent()) {
            bring(ObjectKey.analysis(id, entry.analysis().get()), Optional.of(entry.agency()), probe);
        }
        if (entry.is(CustodyEvent.DISPOSAL_REQUESTED)) {
            bring(ObjectKey.disposal(id), Optional.of(entry.agency()), probe);
        }
        if (recording.isPresent()
                && (entry.is(CustodyEvent.HELD)
                        || entry.is(CustodyEvent.RELEASED)
                        || entry.is(CustodyEvent.RETAINED))) {
            obey(recording.get(), probe);
        }
    }

    private void bring(ObjectKey key, Optional<String> agency, ObjectKey probe) throws IOException {
        try {
            copy().bring(key);
            place = place().came(key.value());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (NoSuchFileException e) {
            if (isGone(key)) {
                place = place().came(key.value());
            } else {
                waits(key, agency, e, probe);
            }
        } catch (IOException | RuntimeException e) {
            waits(key, agency, e, probe);
        }
    }

    /** Disposed of while this was under way: its entry comes, and erases what was brought. */
    private boolean isGone(ObjectKey key) throws IOException {
        Optional<RecordingId> id = CopyErasure.recordingOf(key);
        return id.isPresent() && erasure().isDisposed(id.get());
    }

    private void waits(ObjectKey key, Optional<String> agency, Exception why, ObjectKey probe) throws IOException {
        // Where a store is away altogether there is nothing to be said of this object: throws.
        first.find(probe);
        second().store().find(probe);
        LOG.error("{} cannot be brought to {}, and is tried again", key, second().name(), why);
        if (why instanceof OtherBytesException) {
            Again before = differing.get(key.value());
            Duration after = before == null ? TRIED_EVERY : before.after().multipliedBy(2);
            after = after.compareTo(SELDOM) > 0 ? SELDOM : after;
            differing.put(key.value(), new Again(clock.instant().plus(after), after));
        } else {
            differing.remove(key.value());
        }
        place = place().waits(new ReplicaPlace.Waiting(key.value(), agency, String.valueOf(why.getMessage())));
    }

    /**
     * By what the ledger says now. An object that is not there yet is brought with the date and hold that it has then. One
     * whose store does not obey waits like one that cannot be brought: bringing it tries that again.
     */
    private void obey(Recording recording, ObjectKey probe) throws IOException {
        for (ObjectKey key : CopyErasure.there(second(), recording.id())) {
            try {
                copy().obey(key);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (NoSuchFileException gone) {
                LOG.warn("{} is no longer in {}", key, second().name());
            } catch (IOException | RuntimeException e) {
                waits(key, Optional.of(recording.agency()), e, probe);
            }
        }
    }

    private void erase(RecordingId id, ObjectKey probe) throws IOException {
        Optional<String> left = erasure().erase(id);
        if (left.isPresent()) {
            // A store that is away is no reason that lies with this recording: throws.
            second().store().find(probe);
        }
        place = place().erased(id, left.isPresent());
    }

    /** Segments, checkpoints and keys of the entries that were followed; the rest of the log's objects is the round's. */
    private void followLog(ObjectKey probe) throws IOException {
        long from = place().log();
        long to = log.publishedSize();
        if (from >= to) {
            return;
        }
        for (String folder : LOG_OBJECTS) {
            // A segment is named by its first entry, a checkpoint by how many there are.
            boolean sized = !folder.equals("log/segments/");
            for (String prefix : LogSpan.prefixes(sized ? from + 1 : from, sized ? to + 1 : to)) {
                List<ObjectKey> keys = new ArrayList<>();
                try (Stream<ObjectKey> found = first.list(folder + prefix)) {
                    found.forEach(keys::add);
                }
                for (ObjectKey key : keys) {
                    bring(key, Optional.empty(), probe);
                }
            }
        }
        place = place().logged(to);
    }

    private void tryAgain(ObjectKey probe) throws IOException {
        if (clock.instant().isBefore(tried.plus(TRIED_EVERY))) {
            return;
        }
        tried = clock.instant();
        differing
                .keySet()
                .retainAll(place().waiting().stream()
                        .map(ReplicaPlace.Waiting::key)
                        .collect(Collectors.toSet()));
        for (ReplicaPlace.Waiting each : place().waiting()) {
            Again again = differing.get(each.key());
            if (again != null
                    && clock.instant().isBefore(again.at())
                    && second().store().find(new ObjectKey(each.key())).isPresent()) {
                continue;
            }
            bring(new ObjectKey(each.key()), each.agency(), probe);
        }
        for (RecordingId each : place().erasing()) {
            erase(each, probe);
        }
    }

    private ReplicaPlace place() {
        ReplicaPlace now = place;
        if (now == null) {
            throw new IllegalStateException("not loaded");
        }
        return now;
    }

    private void note() throws IOException {
        records.write(ReplicaPlace.NAME, place().toJson().canonical());
        noted = clock.instant();
        metrics.show(new LogLag(log, place().next(), clock), place());
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

    private void open() throws IOException {
        SecondStore now = opening.open();
        if (copying == null) {
            opened = now;
            erasing = new CopyErasure(now, ledger, budget, clock);
            copying = new ObjectCopy(
                    first, now, ledger, new RightLogObjects(log, ledger, first), erasing, budget, metrics, clock);
        }
    }

    private SecondStore second() {
        return Objects.requireNonNull(opened, "not open");
    }

    private ObjectCopy copy() {
        return Objects.requireNonNull(copying, "not open");
    }

    private CopyErasure erasure() {
        return Objects.requireNonNull(erasing, "not open");
    }
}
