package org.unbroken.ingest.console.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signed-in browsers. A session only stands for the token it was opened with, which is looked at again on every
 * request: revoking the token ends the session at once. In memory: a restart signs everybody out.
 */
public final class Sessions {
    private static final int MOST = 10_000;
    private static final int ID_BYTES = 32;

    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Duration idle;
    private final Duration longest;
    private final InstantSource clock;
    private final SecureRandom random;

    public Sessions(Duration idle, Duration longest, InstantSource clock, SecureRandom random) {
        this.idle = idle;
        this.longest = longest;
        this.clock = clock;
        this.random = random;
    }

    /** Opens a session for a token; returns its id, which is all that the browser learns. */
    public synchronized String open(String token) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        Instant now = clock.instant();
        sessions.values().removeIf(session -> isOver(session, now));
        Iterator<String> oldest = sessions.keySet().iterator();
        while (sessions.size() >= MOST) {
            oldest.next();
            oldest.remove();
        }
        sessions.put(id, new Session(token, now, now));
        return id;
    }

    /** The token behind a session id, which counts as a use of the session. */
    public synchronized Optional<String> token(String id) {
        Session session = sessions.get(id);
        if (session == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (isOver(session, now)) {
            sessions.remove(id);
            return Optional.empty();
        }
        sessions.put(id, new Session(session.token, session.opened, now));
        return Optional.of(session.token);
    }

    public synchronized void close(String id) {
        sessions.remove(id);
    }

    private boolean isOver(Session session, Instant now) {
        return now.isAfter(session.used.plus(idle)) || now.isAfter(session.opened.plus(longest));
    }

    private record Session(String token, Instant opened, Instant used) {}
}
