package org.unbroken.ingest.console.http;

/** Ends a request with a problem. Without a stack trace: it tells of the caller's mistake, not of ours. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
