package org.unbroken.storage.custody;

import org.unbroken.integrity.custody.Entry;

/** A fact's place in the log. {@code replayed}: the entry was there before. */
public record Sequenced(long index, Entry entry, boolean replayed) {}
