package org.unbroken.ingest.pipeline.seal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.intake.Landing;

/**
 * Appends outcomes without waiting for each, and waits for all before a checkpoint completes.
 *
 * <p>The landing is marked done, and a staged copy released, only after the entry is durable. Killed in between, the
 * landing is sealed again and finds its entry in the log.
 */
final class CustodyWriter implements SinkWriter<SealOutcome> {
    private static final Logger log = LoggerFactory.getLogger(CustodyWriter.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final SealWorkshop shop;
    private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

    CustodyWriter(SealWorkshop shop) {
        this.shop = shop;
    }

    @Override
    public void write(SealOutcome outcome, Context context) throws IOException {
        shop.outcomes
                .labelValues(outcome.kind().name().toLowerCase(java.util.Locale.ROOT))
                .inc();
        List<Landing> read = shop.landings.read(outcome.sequence(), 1);
        if (read.isEmpty() || read.get(0).sequence() != outcome.sequence()) {
            return;
        }
        Landing landing = read.get(0);
        if (outcome.kind() == SealOutcome.Kind.FAILED) {
            postpone(outcome, landing);
        } else {
            CompletableFuture<Void> logged =
                    shop.events.append(fact(outcome, landing)).thenAccept(index -> finish(outcome, landing));
            pending = CompletableFuture.allOf(pending, logged);
        }
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
                JsonObject.parse(outcome.detail().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Optional.empty(),
                Optional.empty(),
                sealed ? Optional.of(Sha256.ofHex(outcome.document())) : Optional.empty());
    }

    private void finish(SealOutcome outcome, Landing landing) {
        try {
            shop.worm.releaseStaged(landing.recording());
            shop.landings.done(landing.sequence());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
        log.atInfo()
                .addKeyValue("recording", landing.recording())
                .log(outcome.kind() == SealOutcome.Kind.SEALED ? "sealed" : "quarantined");
    }

    private void postpone(SealOutcome outcome, Landing landing) throws IOException {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(outcome.attempt() - 1, 16));
        Duration bounded = wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
        CompletableFuture<Void> shown = shop.events.block(new CustodyEvents.Blocked(
                landing.recording(), landing.agency(), landing.camera(), landing.size(), outcome.reason()));
        pending = CompletableFuture.allOf(pending, shown);
        shop.landings.retry(
                landing.sequence(), outcome.attempt(), shop.clock.instant().plus(bounded), outcome.reason());
        log.atWarn()
                .addKeyValue("recording", landing.recording())
                .addKeyValue("attempt", outcome.attempt())
                .addKeyValue("again_in_s", bounded.toSeconds())
                .addKeyValue("reason", outcome.reason())
                .log("blocked");
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

    @Override
    public void close() {
        // What is still pending is not in a checkpoint, and so is done again.
    }
}
