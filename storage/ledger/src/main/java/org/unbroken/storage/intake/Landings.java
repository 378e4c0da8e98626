package org.unbroken.storage.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The queue of completed uploads: read from any place, again after a crash; forgotten only once sealed. */
public interface Landings {

    /** Landings from this sequence number on that are not done, ascending, at most {@code max}. */
    List<Landing> read(long fromSequence, int max) throws IOException;

    /** One past the last landing's sequence. */
    long end() throws IOException;

    /** Landings that are not done. */
    long backlog() throws IOException;

    /**
     * The recording is sealed or quarantined and that entry durable: the landing need not be read again. It stays
     * findable by id for the gateway's HEAD. Synced; idempotent.
     */
    void done(long sequence) throws IOException;

    /**
     * A step failed: notes when to try again and why. {@link #due} hands it out again then. Synced. Does nothing for a
     * landing that is done.
     *
     * @param attempt how often it was tried, from 1
     */
    void retry(long sequence, int attempt, Instant notBefore, String reason) throws IOException;

    /**
     * Landings to be tried again by now, the longest overdue first; each is handed out once until {@link #retry} is
     * called for it again. That it was handed out is forgotten with the process: after a restart it comes again.
     */
    List<Retry> due(Instant now, int max) throws IOException;

    /** How often a landing has been tried: 0 when never noted by {@link #retry}. */
    int attempts(long sequence) throws IOException;

    /** Calls back, from any thread and soon, after each append. The callback must not block. */
    void onAppend(Runnable callback);

    /** A landing whose time has come again. */
    record Retry(Landing landing, int attempt) {}
}
