package org.unbroken.storage.intake;

import static org.unbroken.storage.intake.IntakeTables.DUE;
import static org.unbroken.storage.intake.IntakeTables.EMPTY;
import static org.unbroken.storage.intake.IntakeTables.LANDED;
import static org.unbroken.storage.intake.IntakeTables.LANDING;
import static org.unbroken.storage.intake.IntakeTables.PENDING;
import static org.unbroken.storage.intake.IntakeTables.RETRY;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.rocks.Scan;

/**
 * The queue of landings. Appends are written one after another under {@link #appending}: sequence numbers have no holes
 * and no reader sees a number before all lower ones, whatever a crash cuts off. That costs one sync an upload, and
 * uploads are large.
 */
final class RocksLandings implements Landings {
    private static final Logger LOG = LoggerFactory.getLogger(RocksLandings.class);

    private final RocksDatabase database;
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final Object appending = new Object();
    /** Held by whatever changes pending, retry or due. Taken inside {@link #appending}, never around it. */
    private final Object changing = new Object();
    /** Sequence numbers that {@link #due} gave away since the start: a crash forgets this, so they come again. */
    private final Set<Long> handedOut = new HashSet<>();

    private volatile long end;
    /** Kept in step with the index under {@link #changing}, and counted anew at each start. */
    private volatile long backlog;

    private RocksLandings(RocksDatabase database, long end, long backlog) {
        this.database = database;
        this.end = end;
        this.backlog = backlog;
    }

    static RocksLandings recover(RocksDatabase database) throws IOException {
        long end = 0;
        try (Scan last = database.scanReverse(LANDING, EMPTY, EMPTY)) {
            if (last.next()) {
                end = IntakeTables.readSequence(last.key()) + 1;
            }
        }
        long backlog = 0;
        try (Scan pending = database.scan(PENDING)) {
            while (pending.next()) {
                backlog++;
            }
        }
        return new RocksLandings(database, end, backlog);
    }

    /** Makes the landing that gets the next sequence number. */
    interface Numbered {
        Landing at(long sequence);
    }

    /**
     * Writes the landing together with what the batch already holds, synced. A crash before the write leaves the
     * session open; after it, the landing is there though nobody was told: asking again finds it.
     */
    Landing append(Batch with, Numbered numbered) throws IOException {
        Landing landing;
        synchronized (appending) {
            landing = numbered.at(end);
            byte[] sequence = Keys.ofLong(landing.sequence());
            with.put(LANDING, sequence, LandingCodec.encode(landing))
                    .put(LANDED, IntakeTables.id(landing.recording()), sequence)
                    .put(PENDING, sequence, EMPTY);
            synchronized (changing) {
                database.write(with, Durability.SYNCED);
                backlog = backlog + 1;
            }
            end = landing.sequence() + 1;
        }
        callbacks.forEach(RocksLandings::call);
        return landing;
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            // The landing is durable and its upload must be answered; a listener that missed it reads it later.
            LOG.warn("a listener to landings failed", e);
        }
    }

    Optional<Landing> find(RecordingId id) throws IOException {
        Optional<byte[]> sequence = database.get(LANDED, IntakeTables.id(id));
        return sequence.isEmpty() ? Optional.empty() : Optional.of(landing(IntakeTables.readSequence(sequence.get())));
    }

    private Landing landing(long sequence) throws IOException {
        Optional<byte[]> value = database.get(LANDING, Keys.ofLong(sequence));
        if (value.isEmpty()) {
            throw new IOException("landing " + sequence + " is in an index of " + database.directory()
                    + " and not in its table: the database is damaged");
        }
        return LandingCodec.decode(value.get());
    }

    @Override
    public List<Landing> read(long fromSequence, int max) throws IOException {
        List<Landing> found = new ArrayList<>();
        try (Scan pending = database.scan(PENDING, Keys.ofLong(Math.max(0, fromSequence)), EMPTY)) {
            while (found.size() < max && pending.next()) {
                found.add(landing(IntakeTables.readSequence(pending.key())));
            }
        }
        return found;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long backlog() {
        return backlog;
    }

    @Override
    public void done(long sequence) throws IOException {
        requireLanding(sequence);
        byte[] key = Keys.ofLong(sequence);
        synchronized (changing) {
            if (database.get(PENDING, key).isEmpty()) {
                return;
            }
            Batch batch = new Batch().delete(PENDING, key);
            forgetDue(batch, sequence);
            database.write(batch, Durability.SYNCED);
            backlog = backlog - 1;
            handedOut.remove(sequence);
        }
    }

    @Override
    public void retry(long sequence, int attempt, Instant notBefore, String reason) throws IOException {
        requireLanding(sequence);
        RetryCodec.Failure failure = new RetryCodec.Failure(attempt, notBefore, reason);
        byte[] key = Keys.ofLong(sequence);
        synchronized (changing) {
            if (database.get(PENDING, key).isEmpty()) {
                // A replayed failure of something that has since succeeded.
                return;
            }
            Batch batch = new Batch();
            forgetDue(batch, sequence);
            batch.put(RETRY, key, RetryCodec.encode(failure)).put(DUE, IntakeTables.due(notBefore, sequence), EMPTY);
            database.write(batch, Durability.SYNCED);
            handedOut.remove(sequence);
        }
    }

    private void forgetDue(Batch batch, long sequence) throws IOException {
        Optional<byte[]> earlier = database.get(RETRY, Keys.ofLong(sequence));
        if (earlier.isPresent()) {
            batch.delete(DUE, IntakeTables.due(RetryCodec.decode(earlier.get()).notBefore(), sequence));
        }
    }

    private void requireLanding(long sequence) {
        if (sequence < 0 || sequence >= end) {
            throw new IllegalArgumentException("no landing " + sequence + ": there are " + end);
        }
    }

    @Override
    public List<Retry> due(Instant now, int max) throws IOException {
        List<Retry> found = new ArrayList<>();
        synchronized (changing) {
            try (Scan due = database.scan(DUE, EMPTY, Keys.afterPrefix(IntakeTables.time(now)))) {
                while (found.size() < max && due.next()) {
                    long sequence = IntakeTables.sequenceOfDue(due.key());
                    if (!handedOut.contains(sequence)) {
                        found.add(new Retry(landing(sequence), attempts(sequence)));
                    }
                }
            }
            found.forEach(retry -> handedOut.add(retry.landing().sequence()));
        }
        return found;
    }

    @Override
    public int attempts(long sequence) throws IOException {
        if (sequence < 0) {
            return 0;
        }
        Optional<byte[]> failure = database.get(RETRY, Keys.ofLong(sequence));
        return failure.isEmpty() ? 0 : RetryCodec.decode(failure.get()).attempt();
    }

    @Override
    public void onAppend(Runnable callback) {
        callbacks.add(callback);
    }
}
