package org.unbroken.ingest.console.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.ledger.Recording;

/**
 * Enters each viewing in the log before a byte of it goes out, and refuses the viewing where that fails: nobody sees
 * footage unseen. One entry for each viewer, kind of picture and hour, or the many range requests of one player would
 * drown the log. A crash between entry and bytes leaves an entry for a viewing that did not come about: the lesser evil.
 */
public final class Viewings {
    private static final Logger LOG = LoggerFactory.getLogger(Viewings.class);
    private static final int MOST_REMEMBERED = 20_000;

    private final CustodyEvents events;
    private final Duration patience;
    private final InstantSource clock;
    /** Keys known to be durable. Only spares the log repeats, which it would find by itself. */
    private final Map<String, Boolean> entered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    public Viewings(CustodyEvents events, Duration patience, InstantSource clock) {
        this.events = events;
        this.patience = patience;
        this.clock = clock;
    }

    /** Returns once the viewing is on record; throws 503 when it cannot be. */
    public void enter(Principal viewer, Recording recording, String what) {
        enter(viewer, recording, what, Optional.empty());
    }

    /**
     * As the other.
     *
     * @param request the approved request by which it is seen
     */
    public void enter(Principal viewer, Recording recording, String what, Optional<RecordingId> request) {
        Instant now = clock.instant();
        String key = viewer.id() + "|" + what + "|" + now.truncatedTo(ChronoUnit.HOURS)
                + request.map(id -> "|" + id).orElse("");
        String remembered = recording.id() + "|" + key;
        synchronized (entered) {
            if (entered.containsKey(remembered)) {
                return;
            }
        }
        try {
            events.append(fact(viewer, recording, what, request, key, now))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(recording, e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw refused(recording, e);
        }
        synchronized (entered) {
            entered.put(remembered, true);
        }
    }

    private static CustodyFact fact(
            Principal viewer,
            Recording recording,
            String what,
            Optional<RecordingId> request,
            String key,
            Instant now) {
        return new CustodyFact(
                CustodyEvent.VIEWED,
                key,
                recording.id(),
                recording.agency(),
                Optional.empty(),
                now,
                viewer.id(),
                JsonObject.builder()
                        .put("what", what)
                        .put("role", viewer.role().wire())
                        .putIfPresent("by", Optional.of(viewer.name()).filter(name -> !name.isBlank()))
                        .putIfPresent("request", request.map(RecordingId::value))
                        .build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RuntimeException refused(Recording recording, Exception cause) {
        LOG.warn("recording={} viewing refused: the custody log does not take it", recording.id(), cause);
        return Problem.unavailable("the custody log does not take entries now, and nothing is shown unlogged", 10)
                .exception();
    }
}
