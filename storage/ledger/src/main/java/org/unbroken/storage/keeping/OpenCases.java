package org.unbroken.storage.keeping;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.ledger.Recording;

/** Which recordings belong to a case that is not closed. */
public interface OpenCases {

    /** The case that keeps it; empty when none does. */
    Optional<String> keeping(Recording recording) throws IOException;

    /** As long as cases cannot be closed here, each that a recording is labelled with is open. */
    OpenCases BY_LABEL = recording -> Optional.ofNullable(recording.labels().get("case"));
}
