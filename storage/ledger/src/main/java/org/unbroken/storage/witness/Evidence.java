package org.unbroken.storage.witness;

import java.time.Instant;
import org.unbroken.integrity.log.Checkpoint;

/**
 * Two signed checkpoints that do not go together.
 *
 * @param folder where both notes lie, below the witness's evidence folder
 */
public record Evidence(EvidenceKind kind, Checkpoint held, Checkpoint shown, Instant seen, String folder) {}
