package org.unbroken.storage.packs;

/** Which of an entry's documents. The order is that of the bytes in packs: add at the end. */
public enum DocumentKind {
    DETAIL,
    MANIFEST,
    ANALYSIS
}
