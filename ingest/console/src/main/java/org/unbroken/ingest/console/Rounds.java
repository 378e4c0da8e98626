package org.unbroken.ingest.console;

import java.util.Optional;
import org.unbroken.storage.keeping.RetentionStatus;

/**
 * What goes round over the store beside the audit, and how far it is.
 *
 * @param retention empty where nothing lengthens retention
 */
public record Rounds(Optional<RetentionStatus> retention) {
    public static final Rounds NONE = new Rounds(Optional.empty());
}
