package org.unbroken.storage.audit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.Finding;
import org.unbroken.storage.custody.LogObjects;
import org.unbroken.storage.custody.RightLogObjects;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.WormStore;

/**
 * Reads the log's own objects once a round: segments, checkpoints, tiles, and how long they are locked. What it finds is
 * listed, counted and raises the alert, but is no entry: a damaged log is not made better by what is written into it, and an
 * entry belongs to a recording.
 *
 * <p>What the replica has, and the log itself says is right, is put back; and then all is read again, since a segment that
 * cannot be read hides what comes after it. After the last repair all is read once more, and whatever this read finds is
 * told, whatever came of repairing: an object with the right bytes may still be contradicted by another.
 *
 * <p>A round that is cut short begins anew: until it is over {@code audit/log} tells of the one before it.
 */
final class LogLook implements LeaderTask {
    static final String NAME = "log";
    private static final String PREFIX = "log/";
    /** Between the clock that an entry was made by and the one that its object was locked by. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(2);
    /** A segment, and as many bytes again in its tiles. */
    private static final int READ_TIMES = 2;
    /** Of reading all and putting back. Where there is more to put back, what is still wrong is told before it goes on. */
    private static final int MOST_TURNS = 3;

    private static final Duration SOON = Duration.ofMinutes(1);

    private final WormStore worm;
    private final Supplier<CustodyLog> log;
    private final Ledger ledger;
    private final AuditSettings settings;
    private final AuditFindings findings;
    private final AuditRecords records;
    private final AuditMetrics metrics;
    private final Pacing bytes;
    private final InstantSource clock;
    private final Set<String> seen = new HashSet<>();

    LogLook(
            WormStore worm,
            Supplier<CustodyLog> log,
            Ledger ledger,
            AuditSettings settings,
            AuditFindings findings,
            AuditRecords records,
            AuditMetrics metrics,
            Pacing bytes,
            InstantSource clock) {
        this.worm = worm;
        this.log = log;
        this.ledger = ledger;
        this.settings = settings;
        this.findings = findings;
        this.records = records;
        this.metrics = metrics;
        this.bytes = bytes;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit-log";
    }

    @Override
    public Duration attend(SignedNote newest) throws IOException, InterruptedException {
        findings.list().load();
        metrics.show(findings.list());
        Instant began = clock.instant();
        Optional<JsonObject> last = records.read(NAME).map(JsonObject::parse);
        if (last.isPresent()) {
            Instant due = Timestamps.parse(last.get().string("began")).plus(settings.interval());
            if (began.isBefore(due)) {
                return Duration.between(began, due);
            }
        }
        LogObjects objects = read(newest);
        List<Told> told = repaired(objects.findings());
        for (int turn = 1; turn < MOST_TURNS && isPutBack(told); turn++) {
            objects = read(newest);
            told = repaired(objects.findings());
        }
        boolean more = isPutBack(told);
        if (told.stream().anyMatch(each -> each.outcome().isPresent())) {
            objects = read(newest);
        }
        for (Finding each : objects.findings()) {
            found(aspect(each.kind()), each.object(), each.message(), words(told, each));
        }
        forgetWhatIsRight(objects);
        findings.list().save();
        if (more) {
            // No record of a round that is over: whoever comes next, or leads next, goes on with it.
            return SOON;
        }
        records.write(
                NAME,
                JsonObject.builder()
                        .put("format", "unbroken/audit-log/1")
                        .put("began", Timestamps.format(began))
                        .put("ended", Timestamps.format(clock.instant()))
                        .put("entries", objects.entries())
                        .build()
                        .canonical());
        return settings.interval();
    }

    /** What was found, and what came of putting it right where that was tried. */
    private record Told(Finding finding, Optional<Repairs.Outcome> outcome) {
        boolean isDone() {
            return outcome.filter(Repairs.Outcome::done).isPresent();
        }

        Optional<String> words() {
            return isDone()
                    ? Optional.of("put back just now, and this was found then")
                    : outcome.map(Repairs.Outcome::words);
        }
    }

    private static boolean isPutBack(List<Told> told) {
        return told.stream().anyMatch(Told::isDone);
    }

    private static Optional<String> words(List<Told> told, Finding finding) {
        return told.stream()
                .filter(each -> each.finding().object().equals(finding.object())
                        && each.finding().kind() == finding.kind())
                .findFirst()
                .flatMap(Told::words);
    }

    private LogObjects read(SignedNote newest) throws IOException, InterruptedException {
        seen.clear();
        try {
            return LogObjects.check(worm, log.get().believedKeys(), newest, this::segment);
        } catch (InterruptedIOException e) {
            throw ended(e);
        }
    }

    private List<Told> repaired(List<Finding> all) {
        RightLogObjects right = new RightLogObjects(log.get(), ledger, worm);
        List<Told> told = new ArrayList<>();
        for (Finding finding : all) {
            Optional<Repairs.Outcome> outcome = Optional.empty();
            if (finding.kind() != Finding.Kind.UNTRACKED
                    && finding.object().startsWith(PREFIX)
                    && ObjectKey.isKey(finding.object())) {
                outcome = Optional.of(findings.repairOfLog(
                        aspect(finding.kind()),
                        new ObjectKey(finding.object()),
                        right,
                        lockedUntil(clock.instant()),
                        finding.message()));
            }
            told.add(new Told(finding, outcome));
        }
        return told;
    }

    private Instant lockedUntil(Instant entered) {
        Instant until = entered.plus(settings.logRetention());
        return until.isAfter(worm.latestRetention()) ? worm.latestRetention() : until;
    }

    private static InterruptedException ended(InterruptedIOException cause) {
        Thread.interrupted();
        InterruptedException ended = new InterruptedException("the lead has ended");
        ended.initCause(cause);
        return ended;
    }

    private static Aspect aspect(Finding.Kind kind) {
        return switch (kind) {
            case MISSING -> Aspect.PRESENCE;
            case CHANGED, CONTRADICTORY -> Aspect.BYTES;
            case UNTRACKED -> Aspect.UNTRACKED;
        };
    }

    private void segment(long first, long end, long length, Instant entered) throws IOException {
        metrics.read(length);
        try {
            bytes.take(READ_TIMES * length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the lead has ended");
        }
        Instant until = entered.plus(settings.logRetention()).minus(CLOCKS_DIFFER);
        if (until.isAfter(worm.latestRetention())) {
            until = worm.latestRetention();
        }
        checkLock(ObjectKey.segment(first), until);
        checkLock(ObjectKey.checkpoint(end), until);
        for (long index = first + 1; index <= end; index++) {
            for (ObjectKey tile : LogObjects.tilesCompletedAt(index)) {
                checkLock(tile, until);
            }
        }
    }

    /** What is not there is told of by those who compare. */
    private void checkLock(ObjectKey key, Instant until) throws IOException {
        if (!until.isAfter(clock.instant())) {
            return;
        }
        Optional<StoredObject> stored = worm.find(key);
        if (stored.isEmpty() || !stored.get().retainUntil().isBefore(until)) {
            return;
        }
        String message = "is locked until " + Timestamps.format(stored.get().retainUntil()) + ", and was to be until "
                + Timestamps.format(until) + " at least";
        try {
            worm.extend(key, until);
            metrics.found(Aspect.LOCK);
            metrics.repaired("done");
        } catch (IOException e) {
            found(Aspect.LOCK, key.value(), message, Optional.of("could not be lengthened: " + e.getMessage()));
            metrics.repaired("not");
        }
    }

    private void found(Aspect aspect, String object, String message, Optional<String> repair) {
        seen.add(OpenFinding.key(aspect, object));
        findings.ofLog(aspect, object, message, repair);
    }

    /** Not so what lies behind damage that hides it: nobody saw that it is right. */
    private void forgetWhatIsRight(LogObjects objects) {
        for (OpenFinding each : findings.list().all()) {
            if (each.object().startsWith(PREFIX) && !seen.contains(each.key()) && objects.sees(each.object())) {
                findings.list().remove(each.key());
            }
        }
    }
}
