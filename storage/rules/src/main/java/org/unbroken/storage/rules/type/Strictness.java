package org.unbroken.storage.rules.type;

/** How a derived value stands to its parent's. */
public enum Strictness {
    SAME,
    STRICTER,
    LAXER,
    /** Neither contains the other: nobody can say that the parent still holds. */
    INCOMPARABLE
}
