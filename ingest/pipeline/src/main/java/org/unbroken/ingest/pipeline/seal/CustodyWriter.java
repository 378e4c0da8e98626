package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.EndsLease;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.intake.Landing;

/**
 * Appends outcomes without waiting for each, and waits for all before a checkpoint completes.
 *
 * <p>The landing is marked done, and a staged copy released, only after the entry is sure. Killed in between, the landing
 * is sealed again and finds its entry in the log. So the job hands over at least once, and the log takes each fact once.
 */
final class CustodyWriter implements SinkWriter<SealOutcome> {
    private static final Logger log = LoggerFactory.getLogger(CustodyWriter.class);
    private static final int FINISHERS = 4;

    private final SealWorkshop shop;
    private final EndsLease lease;
    /** What follows an entry may wait for a store, which the thread that reports entries must not. */
    private final ExecutorService finishers =
            Executors.newFixedThreadPool(FINISHERS, work -> new Thread(work, "seal-finish"));

    private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

    CustodyWriter(SealWorkshop shop, EndsLease lease) {
        this.shop = shop;
        this.lease = lease;
    }

    @Override
    public void write(SealOutcome sealed, Context context) throws IOException {
        // Here the time is taken that the entry has for ever.
        SealOutcome outcome = shop.unlessDoubted(sealed);
        shop.outcomes
                .labelValues(outcome.kind().name().toLowerCase(Locale.ROOT))
                .inc();
        if (shop.queue.isDone(outcome.ref())) {
            return;
        }
        Landing landing = outcome.ref().landing();
        CompletableFuture<Void> finished = outcome.kind() == SealOutcome.Kind.FAILED
                ? postpone(outcome, landing)
                : shop.events
                        .append(fact(outcome, landing))
                        .thenComposeAsync(index -> finish(outcome, landing), finishers);
        pending = CompletableFuture.allOf(pending, finished);
    }

    private CustodyFact fact(SealOutcome outcome, Landing landing) {
        boolean sealed = outcome.kind() == SealOutcome.Kind.SEALED;
        return new CustodyFact(
                sealed ? CustodyEvent.SEALED : CustodyEvent.QUARANTINED,
                "",
                landing.recording(),
                landing.agency(),
                Optional.of(landing.camera()),
                shop.clock.instant(),
                "seal",
                JsonObject.parse(outcome.detail().getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Optional.empty(),
                sealed ? Optional.of(Sha256.ofHex(outcome.document())) : Optional.empty());
    }

    private CompletableFuture<Void> finish(SealOutcome outcome, Landing landing) {
        try {
            shop.worm.releaseStaged(landing.recording());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return shop.queue.done(outcome.ref()).thenRun(() -> log.atInfo()
                .addKeyValue("recording", landing.recording())
                .log(outcome.kind() == SealOutcome.Kind.SEALED ? "sealed" : "quarantined"));
    }

    private CompletableFuture<Void> postpone(SealOutcome outcome, Landing landing) {
        int attempt = outcome.ref().attempt();
        Duration bounded = RetryWait.after(attempt);
        log.atWarn()
                .addKeyValue("recording", landing.recording())
                .addKeyValue("attempt", attempt)
                .addKeyValue("again_in_s", bounded.toSeconds())
                .addKeyValue("reason", outcome.reason())
                .log("blocked");
        CompletableFuture<Void> shown = shop.events.block(new CustodyEvents.Blocked(
                landing.recording(), landing.agency(), landing.camera(), landing.size(), outcome.reason()));
        CompletableFuture<Void> queued =
                shop.queue.retry(outcome.ref(), shop.clock.instant().plus(bounded), outcome.reason());
        return CompletableFuture.allOf(shown, queued);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        try {
            pending.join();
        } catch (CompletionException e) {
            throw new IOException("the custody log did not take an entry", e.getCause());
        }
        pending = CompletableFuture.completedFuture(null);
    }

    /** What is still pending is not in a checkpoint, and so is done again. */
    @Override
    public void close() {
        finishers.shutdownNow();
        lease.close();
    }
}
