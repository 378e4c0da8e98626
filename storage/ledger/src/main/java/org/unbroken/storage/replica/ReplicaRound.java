package org.unbroken.storage.replica;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Now and then lays the two stores' lists beside each other, and brings what the second one lacks: what no entry names
 * (cosignatures, time-stamps, evidence records, tiles), and what was lost there. It reads lists and no bytes of what both
 * have; a round that is cut short begins anew, and costs no more than the lists.
 *
 * <p>What the second store alone has is left there: perhaps it is what the first one lost. Only recordings that the log
 * says were disposed of are none of that: {@link Replication} erases them at their entry, and what came there since, by a
 * process that lost the lead in the middle of an object, is erased here. Recordings under legal hold are held there by what
 * the ledger says, whatever the second store has made of the hold.
 */
public final class ReplicaRound implements LeaderTask {
    static final String NAME = "replica-round";
    private static final long FAR_BEHIND = 10_000;
    private static final Duration SOON = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaRound.class);

    private final CustodyLog log;
    private final Ledger ledger;
    private final RightLogObjects right;
    private final WormStore first;
    private final SecondStore.Opening opening;
    private final Budget budget;
    private final AuditRecords records;
    private final ReplicaMetrics metrics;
    private final Duration interval;
    private final InstantSource clock;
    private @Nullable SecondStore opened;
    private @Nullable ObjectCopy copying;
    private @Nullable CopyErasure erasing;

    public ReplicaRound(
            CustodyLog log,
            Ledger ledger,
            WormStore first,
            SecondStore.Opening opening,
            Budget budget,
            AuditRecords records,
            ReplicaMetrics metrics,
            Duration interval,
            InstantSource clock) {
        this.log = log;
        this.ledger = ledger;
        this.right = new RightLogObjects(log, ledger, first);
        this.first = first;
        this.opening = opening;
        this.budget = budget;
        this.records = records;
        this.metrics = metrics;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "replicate-round";
    }

    /** What a round came to. */
    private static final class Tally {
        long objects;
        long brought;
        long erased;
        long failed;
        Optional<String> why = Optional.empty();
        /** The last recording that was to be erased, whole or not. */
        Optional<RecordingId> tried = Optional.empty();

        /** The first is told, and begins with the key that it is about; the server's log has all. */
        void failed(String reason) {
            failed++;
            why = why.or(() -> Optional.of(reason));
        }
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        Optional<JsonObject> last = records.read(NAME).map(JsonObject::parse);
        last.ifPresent(json -> metrics.ofRound(
                json.integer("failed"),
                Timestamps.parse(json.findString("ended").orElseGet(() -> json.string("began")))));
        Optional<Instant> began = last.map(json -> Timestamps.parse(json.string("began")));
        Instant now = clock.instant();
        if (began.isPresent() && now.isBefore(began.get().plus(interval))) {
            return Duration.between(now, began.get().plus(interval));
        }
        // The other task is on its way there.
        if (Replication.behind(records, log) > FAR_BEHIND) {
            return SOON;
        }
        open();
        ObjectKey probe = ObjectKey.checkpoint(Checkpoint.parse(newest.text()).size());
        Tally tally = new Tally();
        compare("log/", tally, probe);
        compare("recordings/", tally, probe);
        hold(tally, probe);
        records.write(
                NAME,
                JsonObject.builder()
                        .put("format", "unbroken/replica-round/1")
                        .put("began", Timestamps.format(now))
                        .put("ended", Timestamps.format(clock.instant()))
                        .put("objects", tally.objects)
                        .put("brought", tally.brought)
                        .put("erased", tally.erased)
                        .put("failed", tally.failed)
                        .putIfPresent("why", tally.why)
                        .build()
                        .canonical());
        metrics.ofRound(tally.failed, clock.instant());
        LOG.info(
                "copy in {}: {} objects compared, {} brought, {} recordings erased, {} could not be",
                second().name(),
                tally.objects,
                tally.brought,
                tally.erased,
                tally.failed);
        return interval;
    }

    private void compare(String prefix, Tally tally, ObjectKey probe) throws IOException, InterruptedException {
        try (Stream<ObjectKey> here = first.list(prefix);
                Stream<ObjectKey> there = second().store().list(prefix)) {
            Iterator<ObjectKey> copies = there.iterator();
            Optional<ObjectKey> copied = next(copies);
            for (Iterator<ObjectKey> each = here.iterator(); each.hasNext(); ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                ObjectKey key = each.next();
                tally.objects++;
                while (copied.isPresent() && copied.get().compareTo(key) < 0) {
                    alone(copied.get(), tally, probe);
                    copied = next(copies);
                }
                if (copied.isPresent() && copied.get().equals(key)) {
                    copied = next(copies);
                    continue;
                }
                bring(key, tally, probe);
            }
            while (copied.isPresent()) {
                alone(copied.get(), tally, probe);
                copied = next(copies);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<ObjectKey> next(Iterator<ObjectKey> keys) {
        return keys.hasNext() ? Optional.of(keys.next()) : Optional.empty();
    }

    /** The second store alone has it. */
    private void alone(ObjectKey key, Tally tally, ObjectKey probe) throws IOException {
        Optional<RecordingId> id = CopyErasure.recordingOf(key);
        if (id.isEmpty() || id.equals(tally.tried) || !erasure().isToGo(key)) {
            return;
        }
        // The list was read before: it goes on with the recording's other keys.
        tally.tried = id;
        Optional<String> left = erasure().erase(id.get());
        if (left.isPresent()) {
            second().store().find(probe);
            tally.failed(left.get() + " (disposed of, and not erased)");
        } else {
            LOG.warn("recording {} was disposed of, and {} had some of it: erased", id.get(), second().name());
            tally.erased++;
        }
    }

    private void hold(Tally tally, ObjectKey probe) throws IOException, InterruptedException {
        for (RecordingId id : ledger.held()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (ObjectKey key : CopyErasure.there(second(), id)) {
                try {
                    copy().holdAsLedgerSays(key);
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException | RuntimeException e) {
                    first.find(probe);
                    second().store().find(probe);
                    LOG.error("{} cannot be held in {}", key, second().name(), e);
                    tally.failed(key + ": cannot be held: " + e.getMessage());
                }
            }
        }
    }

    private void bring(ObjectKey key, Tally tally, ObjectKey probe) throws IOException {
        if (!isToBeThere(key)) {
            return;
        }
        try {
            copy().bring(key);
            tally.brought++;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            first.find(probe);
            second().store().find(probe);
            LOG.warn("{} cannot be brought to {}: {}", key, second().name(), e.toString());
            tally.failed(key + ": " + e.getMessage());
        }
    }

    /** Not what is on its way into the log, nor what a disposal is about to delete. */
    private boolean isToBeThere(ObjectKey key) throws IOException {
        Optional<RecordingId> of = CopyErasure.recordingOf(key);
        if (of.isEmpty()) {
            return key.value().startsWith("log/") && right.isPublished(key);
        }
        RecordingId id = of.get();
        return !ledger.custody(id).isEmpty()
                && ledger.find(id)
                        .filter(recording -> recording.state() == RecordingState.DISPOSED
                                || recording.state() == RecordingState.LANDED)
                        .isEmpty();
    }

    private void open() throws IOException {
        SecondStore now = opening.open();
        if (copying == null) {
            opened = now;
            erasing = new CopyErasure(now, ledger, budget, clock);
            copying = new ObjectCopy(first, now, ledger, right, erasing, budget, metrics, clock);
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
