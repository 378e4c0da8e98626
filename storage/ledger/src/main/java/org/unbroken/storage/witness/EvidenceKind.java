package org.unbroken.storage.witness;

import java.util.Locale;

/** What two signed checkpoints of one log, the one that the witness holds and the one that it was shown, say of it. */
public enum EvidenceKind {
    /** Two roots for one size: proof that the log showed two histories. */
    FORK,
    /** A larger tree whose proof from the held one is wrong: a fork, unless somebody else sent it with a false proof. */
    INCONSISTENT,
    /** A smaller tree than the held one: a log put back to an old copy, unless somebody sent an old checkpoint again. */
    SMALLER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
