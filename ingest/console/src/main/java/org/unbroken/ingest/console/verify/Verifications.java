package org.unbroken.ingest.console.verify;

import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.ConsoleEnds;
import org.unbroken.ingest.console.ConsoleSettings;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.VerificationReport;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Recording;

/**
 * Verifications on request: a few at once, one for a recording, the rest in a queue of limited length. Their results are
 * kept in memory and, as entries, in the log; a killed process forgets those that were running, and they are asked for
 * again.
 */
public final class Verifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);
    private static final int LONGEST_QUEUE = 256;
    /** Of one caller, so that he leaves room for others. */
    private static final int MOST_OF_ONE = 64;

    private static final int MOST_REMEMBERED = 2_000;

    private final StoredVerification reading;
    private final CustodyEvents events;
    private final ConsoleSettings settings;
    private final InstantSource clock;
    private final Counter verdicts;
    private final ThreadPoolExecutor workers;
    private final Map<RecordingId, Verification> latest = new LinkedHashMap<>();
    private final Map<String, Runnable> waiting = new LinkedHashMap<>();

    public Verifications(ConsoleEnds ends, ConsoleSettings settings, InstantSource clock, Counter verdicts) {
        this.reading = new StoredVerification(ends.worm(), ends.log());
        this.events = ends.events();
        this.settings = settings;
        this.clock = clock;
        this.verdicts = verdicts;
        this.workers = new ThreadPoolExecutor(
                settings.verifications(),
                settings.verifications(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LONGEST_QUEUE),
                task -> {
                    Thread thread = new Thread(task, "verification");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** Starts one, or gives the one that is running. Throws 429 when this caller waits for too many, 503 when all do. */
    public synchronized Verification start(Recording recording, Principal caller) {
        Verification running = latest.get(recording.id());
        if (running != null && running.isRunning() && !running.isCancelled()) {
            return running;
        }
        long own = latest.values().stream()
                .filter(each -> each.isRunning() && each.actor().equals(caller.id()))
                .count();
        if (own >= MOST_OF_ONE) {
            throw Problem.tooMany(own + " verifications that you asked for are not done yet", 60)
                    .exception();
        }
        Verification verification = new Verification(
                UUID.randomUUID().toString(), recording.id(), caller.id(), clock.instant(), recording.size());
        Runnable task = () -> {
            left(verification);
            run(verification, recording);
        };
        try {
            workers.execute(task);
            waiting.put(verification.id(), task);
        } catch (RejectedExecutionException e) {
            throw Problem.unavailable(LONGEST_QUEUE + " verifications are waiting already", 60)
                    .exception();
        }
        latest.values().removeIf(old -> latest.size() >= MOST_REMEMBERED && !old.isRunning());
        latest.remove(recording.id());
        latest.put(recording.id(), verification);
        return verification;
    }

    public synchronized Optional<Verification> latest(RecordingId recording) {
        return Optional.ofNullable(latest.get(recording));
    }

    /** Of this recording, under this id; empty where it was forgotten. */
    public Optional<Verification> find(RecordingId recording, String job) {
        return latest(recording).filter(verification -> verification.id().equals(job));
    }

    /** Ends it, now if it waits for others, and soon if it reads. */
    public synchronized void cancel(Verification verification) {
        verification.cancel();
        Runnable task = waiting.remove(verification.id());
        if (task != null && workers.remove(task)) {
            verification.end(Verification.Ended.cancelled(clock.instant()));
            verdicts.labelValues("cancelled").inc();
        }
    }

    private synchronized void left(Verification verification) {
        waiting.remove(verification.id());
    }

    private void run(Verification verification, Recording recording) {
        Verification.Ended ended;
        try {
            if (!verification.begin()) {
                throw new CancelledException();
            }
            VerificationReport report = reading.run(recording, verification::progressed);
            ended = entered(verification, recording, report);
        } catch (CancelledException e) {
            ended = Verification.Ended.cancelled(clock.instant());
        } catch (IOException | RuntimeException e) {
            LOG.error("recording={} verification could not be carried out", recording.id(), e);
            ended = new Verification.Ended(
                    clock.instant(),
                    Optional.empty(),
                    Optional.of(String.valueOf(e.getMessage())),
                    OptionalLong.empty());
        }
        verdicts.labelValues(ended.verdict()).inc();
        LOG.info("recording={} verified verdict={}", recording.id(), ended.verdict());
        verification.end(ended);
    }

    /** The result stands also where the log does not take it: damage must not be hidden by a full disk. */
    private Verification.Ended entered(Verification verification, Recording recording, VerificationReport report) {
        Optional<String> trouble = Optional.empty();
        OptionalLong entry = OptionalLong.empty();
        try {
            entry = events.append(fact(verification, recording, report))
                    .get(settings.custodyPatience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = Optional.of("the server stopped before the result was in the custody log");
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.error("recording={} result of verification is not in the custody log", recording.id(), e);
            trouble = Optional.of("the custody log did not take the result");
        }
        return new Verification.Ended(clock.instant(), Optional.of(report), trouble, entry);
    }

    private CustodyFact fact(Verification verification, Recording recording, VerificationReport report) {
        JsonObject detail = report.toJson()
                .with()
                .remove("exit_code")
                .put("bytes", recording.size())
                .build();
        return new CustodyFact(
                CustodyEvent.VERIFIED,
                verification.id(),
                recording.id(),
                recording.agency(),
                Optional.empty(),
                clock.instant(),
                verification.actor(),
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
