package org.unbroken.storage.custody;

import java.util.concurrent.CompletableFuture;

/**
 * A fact on its way, and who waits for it.
 *
 * @param keepsSalt whether the salt in its detail is its own, drawn when it happened: then each writer that is given it
 *     makes the same detail of it
 */
record PendingFact(CustodyFact fact, CompletableFuture<Sequenced> outcome, boolean keepsSalt) implements Incoming {
    PendingFact(CustodyFact fact, CompletableFuture<Sequenced> outcome) {
        this(fact, outcome, false);
    }
}
