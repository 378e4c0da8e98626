package org.unbroken.ingest.console;

import java.util.Optional;
import org.unbroken.storage.keeping.RetentionStatus;
import org.unbroken.storage.replica.ReplicaStatus;

/**
 * What goes round over the store beside the audit, and how far it is.
 *
 * @param retention empty where nothing lengthens retention
 * @param replica empty where no copy is made
 */
public record Rounds(Optional<RetentionStatus> retention, Optional<ReplicaStatus> replica) {
    public static final Rounds NONE = new Rounds(Optional.empty(), Optional.empty());
}
