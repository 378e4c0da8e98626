package org.unbroken.storage.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;

/** Answers questions about recordings. What it shows rests on published entries alone, but for {@code blocked}. */
public interface Ledger {

    Optional<Recording> find(RecordingId id) throws IOException;

    /** One page. */
    Page search(RecordingQuery query) throws IOException;

    /** All published entries of one recording, oldest first. */
    List<CustodyRecord> custody(RecordingId id) throws IOException;

    /**
     * Recordings that the log tells of, by ascending id, which is the order of their objects in the store: those after
     * this one, at most so many. For walking over all of them; what is only blocked is not among them.
     */
    List<Walked> walk(Optional<RecordingId> after, int most) throws IOException;

    /** All recordings under legal hold. */
    List<RecordingId> held() throws IOException;

    /**
     * Recordings whose retention, as the log tells it, ended before this moment, those that ended first first; not those
     * that were disposed of.
     *
     * @param agency only this agency's
     */
    List<RecordingId> expired(Instant before, Optional<String> agency, int limit) throws IOException;

    /**
     * Requests for access, newest first.
     *
     * @param after only those made before this one
     */
    List<RecordingId> requests(Optional<String> agency, Optional<RecordingId> after, int limit) throws IOException;

    /** Requests for access that name this recording, newest first. */
    List<RecordingId> requestsFor(RecordingId recording, int limit) throws IOException;

    /** An agency's entries that tell of footage seen or given out, from one moment until before another, oldest first. */
    List<CustodyRecord> accesses(String agency, Instant from, Instant until, int limit) throws IOException;

    /**
     * Ids of what is filed beside recordings, newest first: {@link #custody} tells what each is.
     *
     * @param agency only this agency's
     * @param after only those that are older than this one
     */
    List<RecordingId> filed(Filed what, Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException;

    /**
     * Those filed under a case's number, newest first. One that has another number since is still among them.
     */
    List<RecordingId> filedUnder(Filed what, String agency, String caseNumber, int limit) throws IOException;

    /**
     * What was told of an agency's cameras, by camera and in the order of the log.
     *
     * @param camera only of this one
     */
    List<CustodyRecord> cameraEvents(String agency, Optional<String> camera, int limit) throws IOException;

    /** The newest of a camera's events, in the order of the log. */
    List<CustodyRecord> newestCameraEvents(String agency, String camera, int limit) throws IOException;

    /**
     * An agency's cameras of which something was told, by name.
     *
     * @param after only those behind this one
     */
    List<String> cameras(String agency, Optional<String> after, int limit) throws IOException;

    /**
     * Ids of samples that were requested, newest first: {@link #custody} tells what each is.
     *
     * @param agency only this agency's
     * @param after only those that are older than this one
     */
    List<RecordingId> samples(Optional<String> agency, Optional<RecordingId> after, int limit) throws IOException;

    /** How many recordings are in each state. */
    Map<RecordingState, Long> counts() throws IOException;

    /**
     * Notes that a step failed and waits. Operational: not a custody event, not in the log, and gone after a rebuild.
     * Cleared by the next event that gets the recording on
     * (received, sealed, quarantined, inspected, disposed).
     */
    void block(RecordingId id, String agency, String camera, long size, String reason) throws IOException;

    /** A recording on such a walk; {@code size} in bytes. */
    record Walked(RecordingId id, RecordingState state, long size) {}

    /** {@code next}: what to give as {@code after} for the next page; empty on the last. */
    record Page(List<Recording> recordings, Optional<RecordingId> next) {
        public Page {
            recordings = List.copyOf(recordings);
        }
    }
}
