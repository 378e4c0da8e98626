package org.unbroken.storage.attest;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.NoteSignature;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.CustodyLog;

/**
 * Gathers cosignatures for the newest published checkpoint, where this process leads the log, and keeps the note with them.
 * One thread, behind publication, which never waits for it: nothing here can hold up the log.
 *
 * <pre>
 * published ─▶ own cosignatures ─▶ all witnesses at once, until the deadline ─▶ log/attested/SIZE, once
 *
 * killed at any point           what follows
 * before the object is there    the next start does it again: a witness cosigns the same tree as often as it is asked
 * after                         it is there
 * </pre>
 *
 * A witness whose answer comes too late is remembered by itself: it tells the size with the next answer.
 */
public final class Attestor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attestor.class);

    private final CustodyLog log;
    private final BooleanSupplier leading;
    private final AttestedCheckpoints attested;
    private final List<NoteSigner> own;
    private final AttestorSettings settings;
    private final InstantSource clock;
    private final AttestorMetrics metrics;
    /** One thread a witness: one that hangs keeps nobody but itself. */
    private final Map<WitnessClient, ExecutorService> witnesses = new LinkedHashMap<>();

    private final Map<WitnessClient, Future<NoteSignature>> asked = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "attestor");
    private final Semaphore news = new Semaphore(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Instant waitingSince;
    private boolean started;

    public Attestor(
            CustodyLog log,
            BooleanSupplier leading,
            AttestedCheckpoints attested,
            List<NoteSigner> own,
            List<WitnessClient> witnesses,
            AttestorSettings settings,
            InstantSource clock,
            PrometheusRegistry registry) {
        this.log = log;
        this.leading = leading;
        this.attested = attested;
        this.own = List.copyOf(own);
        this.settings = settings;
        this.clock = clock;
        for (WitnessClient witness : witnesses) {
            this.witnesses.put(witness, Executors.newSingleThreadExecutor(task -> {
                Thread asking = new Thread(task, "witness-" + witness.name());
                asking.setDaemon(true);
                return asking;
            }));
        }
        this.metrics = new AttestorMetrics(registry, witnesses, attested::newestSize, this::waitingSeconds);
        thread.setDaemon(true);
    }

    /** Begins. Looks into the store on its own thread: a store that is away does not hold up the start. */
    public synchronized void start() {
        metrics.register();
        log.onPublished(this::published);
        published();
        started = true;
        thread.start();
    }

    private void published() {
        if (waitingSince == null) {
            waitingSince = clock.instant();
        }
        news.release();
    }

    private double waitingSeconds() {
        Instant since = waitingSince;
        return since == null || log.publishedSize() <= attested.newestSize()
                ? 0
                : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    private void run() {
        try {
            do {
                news.acquire();
                news.drainPermits();
                try {
                    attest();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("the checkpoint could not be attested; tried again: {}", e.toString());
                    news.release();
                }
            } while (!closing.await(settings.interval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Attests the newest published checkpoint, if it is not yet. */
    void attest() throws IOException, InterruptedException {
        Optional<byte[]> checkpoint = log.checkpoint();
        if (checkpoint.isEmpty()) {
            return;
        }
        Instant began = clock.instant();
        SignedNote note = SignedNote.parse(checkpoint.get());
        long size = Checkpoint.parse(note.text()).size();
        attested.refresh(size);
        if (attested.newestSize() < size && leading.getAsBoolean()) {
            List<NoteSignature> more = new ArrayList<>();
            own.forEach(signer -> more.add(signer.sign(note.text())));
            more.addAll(gather(note, size));
            if (!more.isEmpty()) {
                attested.put(note.with(more), began.plus(settings.retention()));
            }
        }
        if (attested.newestSize() >= log.publishedSize()) {
            waitingSince = null;
        } else if (attested.newestSize() >= size) {
            waitingSince = began;
            news.release();
        } else {
            // Another node leads: look again for what it writes.
            news.release();
        }
    }

    private List<NoteSignature> gather(SignedNote note, long size) throws InterruptedException {
        // One that still hangs in an earlier question is not asked a second one on top of it.
        asked.values().removeIf(Future::isDone);
        Map<WitnessClient, Future<NoteSignature>> now = new LinkedHashMap<>();
        witnesses.forEach((witness, thread) -> {
            if (asked.containsKey(witness)) {
                failed(witness, "has not answered yet", false);
            } else {
                now.put(witness, thread.submit(() -> witness.cosign(note, log.tiles())));
            }
        });
        asked.putAll(now);
        long until = System.nanoTime() + settings.deadline().toNanos();
        List<NoteSignature> signatures = new ArrayList<>();
        for (Map.Entry<WitnessClient, Future<NoteSignature>> each : now.entrySet()) {
            WitnessClient witness = each.getKey();
            try {
                long left = Math.max(0, until - System.nanoTime());
                signatures.add(each.getValue().get(left, TimeUnit.NANOSECONDS));
                metrics.cosigned(witness.name(), size);
            } catch (TimeoutException e) {
                failed(witness, "has not answered within " + settings.deadline().toMillis() + " ms", false);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failed(
                        witness,
                        String.valueOf(cause.getMessage()),
                        cause instanceof WitnessFailure failure && failure.contradicts());
            }
        }
        return signatures;
    }

    private void failed(WitnessClient witness, String why, boolean contradicts) {
        metrics.failed(witness.name(), contradicts);
        (contradicts ? LOG.atError() : LOG.atWarn())
                .addKeyValue("witness", witness.name())
                .addKeyValue("why", why)
                .log("no cosignature");
    }

    /** Ends. What is under way is dropped, and gathered again after the next start. */
    @Override
    public synchronized void close() {
        closing.countDown();
        thread.interrupt();
        witnesses.values().forEach(ExecutorService::shutdownNow);
        if (!started) {
            return;
        }
        started = false;
        metrics.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
