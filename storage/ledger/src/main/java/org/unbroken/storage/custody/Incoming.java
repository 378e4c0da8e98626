package org.unbroken.storage.custody;

/** What waits for the log's writer, in the order in which it came. */
sealed interface Incoming permits PendingFact, PlacedItem {}
