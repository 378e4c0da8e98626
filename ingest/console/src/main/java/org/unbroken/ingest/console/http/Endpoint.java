package org.unbroken.ingest.console.http;

import java.io.IOException;

/** Answers one route. May block on disk; runs on a thread of the server's pool. */
@FunctionalInterface
public interface Endpoint {

    /** Throws {@link ProblemException} to answer with a problem. */
    Answer answer(Call call) throws IOException;
}
