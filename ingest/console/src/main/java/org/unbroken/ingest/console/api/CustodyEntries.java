package org.unbroken.ingest.console.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.ProblemException;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonInteger;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.CustodyLog;

/** Enters what people order in the log, and waits a while for the ledger to show it. */
public final class CustodyEntries {
    private static final Logger LOG = LoggerFactory.getLogger(CustodyEntries.class);

    private final CustodyEvents events;
    private final CustodyLog log;
    private final Duration patience;

    public CustodyEntries(CustodyEvents events, CustodyLog log, Duration patience) {
        this.events = events;
        this.log = log;
        this.patience = patience;
    }

    /**
     * Returns once the fact is on record, and in most cases once the ledger shows it. Throws 503 when it cannot be, 409
     * when the log refuses it.
     *
     * @return the entry's index, where it is known by now
     */
    public OptionalLong enter(CustodyFact fact) {
        OptionalLong index = appended(fact, begin(fact), patience);
        if (index.isPresent()) {
            awaitPublished(index.getAsLong());
        }
        return index;
    }

    /**
     * Enters many: all are on their way before the first is waited for, and publication is waited for once. One that is not
     * taken ends none of the others.
     *
     * @return why each that is not on record is not, by its recording
     */
    public Map<RecordingId, String> enterAll(List<CustodyFact> facts) {
        List<CompletableFuture<OptionalLong>> going =
                facts.stream().map(this::begin).toList();
        Map<RecordingId, String> refused = new LinkedHashMap<>();
        OptionalLong last = OptionalLong.empty();
        Duration wait = patience;
        for (int i = 0; i < facts.size(); i++) {
            try {
                OptionalLong index = appended(facts.get(i), going.get(i), wait);
                last = index.isPresent() && index.getAsLong() > last.orElse(-1) ? index : last;
            } catch (ProblemException e) {
                refused.put(facts.get(i).recording(), e.problem().detail());
                // All were on their way as long as this one: none is waited for alone any more.
                wait = going.get(i).isDone() ? wait : Duration.ZERO;
            }
        }
        if (last.isPresent()) {
            awaitPublished(last.getAsLong());
        }
        return refused;
    }

    private CompletableFuture<OptionalLong> begin(CustodyFact fact) {
        try {
            return events.append(fact);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private OptionalLong appended(CustodyFact fact, CompletableFuture<OptionalLong> going, Duration wait) {
        try {
            return going.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(fact, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException order) {
                throw Problem.conflict(String.valueOf(order.getMessage())).exception();
            }
            throw refused(fact, e);
        } catch (TimeoutException | RuntimeException e) {
            throw refused(fact, e);
        }
    }

    /** It is durable and will be published; an answer that comes before is no failure. */
    private void awaitPublished(long index) {
        try {
            log.published(index).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("entry {} is on record and not published yet: interrupted", index);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("entry {} is on record and not published yet: {}", index, e.toString());
        }
    }

    static Json shown(OptionalLong index) {
        return index.isPresent() ? new JsonInteger(index.getAsLong()) : JsonNull.NULL;
    }

    private static RuntimeException refused(CustodyFact fact, Exception cause) {
        LOG.warn(
                "recording={} event={} refused: the custody log does not take it",
                fact.recording(),
                fact.event().wire(),
                cause);
        return Problem.unavailable("the custody log does not take entries now, and nothing is done unlogged", 10)
                .exception();
    }
}
