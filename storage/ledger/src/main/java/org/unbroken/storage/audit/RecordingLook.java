package org.unbroken.storage.audit;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.ledger.Ledger;

/** What a sweep does at each recording. */
interface RecordingLook {
    /** For names of threads, documents and metrics. */
    String name();

    /**
     * Looks at one recording.
     *
     * @throws IOException when it could not: that is no finding
     */
    Looked at(ExpectedRecording recording, Progress progress) throws IOException, InterruptedException;

    /** How many bytes of a recording's original this reads. */
    long bytesOf(Ledger.Walked recording);

    /** The round has come to its end. */
    default void over() throws IOException, InterruptedException {}

    /** What was looked at; {@code bytes} of the original. */
    record Looked(long objects, long bytes) {}

    /** Where a long reading is, to be gone on from there. */
    interface Progress {
        /** Empty at a recording's beginning. */
        Optional<SweepPlace.Within> where();

        void at(SweepPlace.Within where) throws IOException;
    }
}
