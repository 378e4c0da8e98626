package org.unbroken.storage.ledger;

/** What the log tells of beside recordings, each under an id of its own. */
public enum Filed {
    CASE('k', 'K'),
    /** An explanation that is of no recording. */
    EXPLANATION('e', 'E');

    private final char all;
    private final char underCase;

    Filed(char all, char underCase) {
        this.all = all;
        this.underCase = underCase;
    }

    byte all() {
        return (byte) all;
    }

    byte underCase() {
        return (byte) underCase;
    }
}
