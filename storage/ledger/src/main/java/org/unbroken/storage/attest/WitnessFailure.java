package org.unbroken.storage.attest;

import java.io.IOException;

/** A witness gave no cosignature. */
final class WitnessFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean contradicts;

    /**
     * What it was.
     *
     * @param contradicts whether the witness says that it saw another history of this log
     */
    WitnessFailure(String message, boolean contradicts) {
        super(message);
        this.contradicts = contradicts;
    }

    boolean contradicts() {
        return contradicts;
    }
}
