package org.unbroken.storage.custody;

/** Something from a {@link FactSource}. Nobody waits for it: it comes again unless its place is on record. */
record PlacedItem(FactSource.Placed placed) implements Incoming {}
