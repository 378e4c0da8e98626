package org.unbroken.storage.ledger;

/** What the log tells of beside recordings, each under an id of its own. */
public enum Filed {
    CASE(IndexPrefix.CASES, IndexPrefix.CASES_BY_NUMBER),
    /** An explanation that is of no recording. */
    EXPLANATION(IndexPrefix.EXPLANATIONS, IndexPrefix.EXPLANATIONS_BY_CASE);

    private final IndexPrefix all;
    private final IndexPrefix underCase;

    Filed(IndexPrefix all, IndexPrefix underCase) {
        this.all = all;
        this.underCase = underCase;
    }

    IndexPrefix all() {
        return all;
    }

    IndexPrefix underCase() {
        return underCase;
    }
}
