package org.unbroken.storage.keeping;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.ledger.Recording;

/** Which recordings belong to a case that is not closed. */
public interface OpenCases {

    /** Why a case keeps it, in words that go on with "the recording" and do not name the case; empty when none does. */
    Optional<String> keeping(Recording recording) throws IOException;

    /** Where no cases are kept: each that a recording is labelled with is open. */
    OpenCases BY_LABEL = recording ->
            Optional.ofNullable(recording.labels().get("case")).map(number -> "is in a case that is not closed");
}
