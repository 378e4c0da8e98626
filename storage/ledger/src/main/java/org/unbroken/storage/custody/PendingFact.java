package org.unbroken.storage.custody;

import java.util.concurrent.CompletableFuture;

/** A fact on its way, and who waits for it. */
record PendingFact(CustodyFact fact, CompletableFuture<Sequenced> outcome) implements Incoming {}
