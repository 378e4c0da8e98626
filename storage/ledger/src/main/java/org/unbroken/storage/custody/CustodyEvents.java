package org.unbroken.storage.custody;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.unbroken.integrity.RecordingId;

/**
 * Where facts go on their way into the log: straight into it in one process, through a Kafka topic among several. Facts of
 * one camera reach the log in the order in which they were appended.
 */
public interface CustodyEvents {

    /**
     * The future completes once the fact is durable and sure to become an entry, with the entry's index where that is
     * known by then. When it fails, the fact is to be sent again: it becomes an entry, or finds the one that it became.
     */
    CompletableFuture<OptionalLong> append(CustodyFact fact);

    /** Has the ledger show that a step failed and is waited for; operational, and no custody event. */
    CompletableFuture<Void> block(Blocked blocked);

    /**
     * A step that failed.
     *
     * @param reason in an operator's words
     */
    record Blocked(RecordingId recording, String agency, String camera, long size, String reason) {}
}
