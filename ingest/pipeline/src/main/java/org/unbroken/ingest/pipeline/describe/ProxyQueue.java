package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.util.List;
import org.unbroken.integrity.RecordingId;

/** Which proxies are still to be made. */
public interface ProxyQueue {

    /** Notes one; {@code urgent} when somebody waits for it. Idempotent. */
    void add(RecordingId id, boolean urgent) throws IOException;

    /** Those that somebody waits for, oldest recording first. */
    List<RecordingId> urgent() throws IOException;

    /** The others, oldest recording first. */
    List<RecordingId> later() throws IOException;

    /** Takes one on, unless somebody else has; to be held by {@link #hold} while it is being made. */
    boolean take(RecordingId id) throws IOException;

    /** Says that it is still being made; to be called every {@link #HOLD_SECONDS}. */
    void hold(RecordingId id) throws IOException;

    /** It is made, or cannot be. */
    void remove(RecordingId id) throws IOException;

    int HOLD_SECONDS = 15;
}
