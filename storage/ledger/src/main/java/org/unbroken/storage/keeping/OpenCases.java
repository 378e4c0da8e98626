package org.unbroken.storage.keeping;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Recording;

/** Which recordings belong to a case that is not closed. */
public interface OpenCases {

    /** The case that keeps it; empty when none does. */
    Optional<String> keeping(Recording recording) throws IOException;

    /** Why a case keeps it, in words that go on with "the recording" and never name the case; empty when none does. */
    default Optional<String> reason(Recording recording) throws IOException {
        return keeping(recording).map(number -> "is in a case that is not closed");
    }

    /**
     * Why what is filed beside recordings, a case, a request or an explanation, keeps its details; empty when they may go.
     * Never names the case.
     */
    default Optional<String> filedReason(RecordingId id, String agency) throws IOException {
        return Optional.of("there is no such recording of this agency");
    }

    /** Where no cases are kept: each that a recording is labelled with is open. */
    OpenCases BY_LABEL = recording -> Optional.ofNullable(recording.labels().get("case"));
}
