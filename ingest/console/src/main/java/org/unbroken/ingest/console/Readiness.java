package org.unbroken.ingest.console;

import java.util.List;

/** Whether the server can do its work, for {@code /readyz} and the overview. */
public interface Readiness {

    /** What keeps it from working now; empty: ready. Cheap: asked every few seconds. */
    List<Problem> problems();

    /**
     * One thing that does not work.
     *
     * @param part which, in a word: {@code log}, {@code disk}; anonymous callers see this and no more
     * @param what for those who are signed in
     */
    record Problem(String part, String what) {}
}
