package org.unbroken.storage.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Walks over all recordings by ascending id, over and over, and looks at each; as a task of whoever leads the log. Its
 * place is put on record every few seconds:
 *
 * <pre>
 *   crash                                  what is left                  and whoever goes on
 *   between two records of the place       an earlier place              looks at some recordings again
 *   in the middle of an original           its next chunk                reads on from that chunk
 *   the records are lost                   nothing                       begins a first round
 * </pre>
 *
 * A recording that cannot be looked at, in a store that answers otherwise, is tried three times, listed as unread and
 * passed; it is tried again in the next round. While the store is away the walk stands still.
 */
final class Sweep implements LeaderTask {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 64;
    private static final int COUNTED_AT_ONCE = 1000;
    private static final int TRIES = 3;
    private static final Duration NOTED_EVERY = Duration.ofSeconds(10);

    private final RecordingLook look;
    private final Ledger ledger;
    private final WormStore worm;
    private final Expectations expectations;
    private final AuditFindings findings;
    private final AuditRecords records;
    private final AuditMetrics metrics;
    private final Duration interval;
    private final InstantSource clock;
    private final Optional<StrayObjects> strays;
    private @Nullable SweepPlace place;
    private Instant noted = Instant.MIN;
    private long revision;
    private int tries;

    Sweep(
            RecordingLook look,
            Ledger ledger,
            WormStore worm,
            Expectations expectations,
            AuditFindings findings,
            AuditRecords records,
            AuditMetrics metrics,
            Duration interval,
            InstantSource clock,
            Optional<StrayObjects> strays) {
        this.look = look;
        this.ledger = ledger;
        this.worm = worm;
        this.expectations = expectations;
        this.findings = findings;
        this.records = records;
        this.metrics = metrics;
        this.interval = interval;
        this.clock = clock;
        this.strays = strays;
    }

    @Override
    public String name() {
        return "audit-" + look.name();
    }

    @Override
    public void ended() {
        metrics.forget(look.name());
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        ObjectKey probe = ObjectKey.checkpoint(Checkpoint.parse(newest.text()).size());
        SweepPlace now = load();
        if (now.round().ended().isPresent()) {
            Duration rest =
                    Duration.between(clock.instant(), now.round().began().plus(interval));
            if (!rest.isNegative() && !rest.isZero()) {
                show(now);
                return rest;
            }
            now = SweepPlace.begin(Optional.of(now.round()), clock.instant(), total());
        }
        place = now;
        try {
            walk(probe);
        } catch (IOException | InterruptedException e) {
            noteAfter(e);
            throw e;
        }
        return interval;
    }

    private SweepPlace load() throws IOException {
        findings.list().load();
        metrics.show(findings.list());
        if (place != null) {
            return place;
        }
        Optional<JsonObject> stored = records.read(look.name()).map(JsonObject::parse);
        if (stored.isEmpty()) {
            return SweepPlace.begin(Optional.empty(), clock.instant(), total());
        }
        revision = stored.get().integer("revision");
        return SweepPlace.ofJson(stored.get());
    }

    private AuditRound.Amount total() throws IOException {
        AuditRound.Amount total = AuditRound.Amount.NONE;
        Optional<RecordingId> after = Optional.empty();
        while (true) {
            List<Ledger.Walked> some = ledger.walk(after, COUNTED_AT_ONCE);
            if (some.isEmpty()) {
                return total;
            }
            for (Ledger.Walked each : some) {
                total = total.plus(0, look.bytesOf(each));
            }
            after = Optional.of(some.get(some.size() - 1).id());
        }
    }

    private void walk(ObjectKey probe) throws IOException, InterruptedException {
        while (true) {
            List<Ledger.Walked> some = ledger.walk(place().cursor(), BATCH);
            if (some.isEmpty()) {
                look.over();
                if (strays.isPresent()) {
                    strays.get().between(place().cursor(), Optional.empty());
                    strays.get().forgetGone();
                }
                place = place().over(clock.instant());
                note();
                LOG.info(
                        "audit {}: round {} is done",
                        look.name(),
                        place().round().number());
                return;
            }
            for (Ledger.Walked each : some) {
                if (strays.isPresent()) {
                    strays.get().between(place().cursor(), Optional.of(each.id()));
                }
                visit(each.id(), probe);
                noteInTime();
            }
        }
    }

    private void visit(RecordingId id, ObjectKey probe) throws IOException, InterruptedException {
        try {
            Optional<ExpectedRecording> expected = expectations.of(id);
            if (expected.isEmpty()) {
                findings.list().forget(id);
                place = place().passed(id, 0, 0);
            } else {
                RecordingLook.Looked looked = look.at(expected.get(), new Place(id));
                findings.list().read(look.name(), id);
                place = place().passed(id, looked.objects(), looked.bytes());
            }
            tries = 0;
        } catch (NotOnRecordException e) {
            throw e;
        } catch (IOException e) {
            worm.find(probe); // Throws where the store is away: then there is nothing to be said of this recording.
            if (++tries < TRIES) {
                throw e;
            }
            tries = 0;
            LOG.error("recording={} cannot be looked at, and is passed in this round", id, e);
            findings.list()
                    .unread(new FindingList.Unread(
                            look.name(),
                            id,
                            ledger.find(id).map(found -> found.agency()).orElse(""),
                            String.valueOf(e.getMessage()),
                            clock.instant()));
            place = place().passed(id, 0, 0);
        }
    }

    /** A place within one recording; of another, from before a crash, it is no use. */
    private final class Place implements RecordingLook.Progress {
        private final RecordingId id;

        Place(RecordingId id) {
            this.id = id;
        }

        @Override
        public Optional<SweepPlace.Within> where() {
            return place().within().filter(within -> within.recording().equals(id));
        }

        @Override
        public void at(SweepPlace.Within where) throws IOException {
            place = place().into(where);
            noteInTime();
        }
    }

    private SweepPlace place() {
        SweepPlace now = place;
        if (now == null) {
            throw new IllegalStateException("not loaded");
        }
        return now;
    }

    private void noteInTime() throws IOException {
        if (!clock.instant().isBefore(noted.plus(NOTED_EVERY))) {
            note();
        }
    }

    private void note() throws IOException {
        Instant now = clock.instant();
        place = place().noted(now);
        revision++;
        try {
            records.write(look.name(), place().toJson(revision).canonical());
        } catch (IOException e) {
            throw new NotOnRecordException("the audit's place cannot be kept: " + e.getMessage(), e);
        }
        findings.list().save();
        noted = now;
        show(place());
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

    private void show(SweepPlace now) throws IOException {
        metrics.show(look.name(), now.round(), OldestUnchecked.of(now, ledger).map(OldestUnchecked::since));
    }
}
