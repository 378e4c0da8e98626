package org.unbroken.storage.audit;

/** How much of a round is done. */
final class Coverage {
    private Coverage() {}

    /** Of the bytes where there are any to be read, else of the recordings; what came since its beginning may exceed 1. */
    static double of(AuditRound round) {
        if (round.total().bytes() > 0) {
            return Math.min(1, (double) round.done().bytes() / round.total().bytes());
        }
        return round.total().recordings() == 0
                ? 1
                : Math.min(1, (double) round.done().recordings() / round.total().recordings());
    }
}
