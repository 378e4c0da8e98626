package org.unbroken.ingest.gateway.tus;

/** A request that is answered with a {@link Problem}. Part of the ordinary course of things: it has no stack trace. */
public final class RefusedException extends Exception {
    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.status() + " " + problem.title() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
