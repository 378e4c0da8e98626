package org.unbroken.ingest.console.api;

import java.util.Optional;
import org.unbroken.ingest.console.http.Problem;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.RecordingId;

/** Where a page begins, and how long it is. */
final class Paging {
    private static final int MOST = 1_000;

    private Paging() {}

    static Optional<RecordingId> after(Query query) {
        return query.find("after").map(text -> {
            try {
                return new RecordingId(text);
            } catch (IllegalArgumentException e) {
                throw Problem.badParameter("after", "the \"next\" of the page before")
                        .exception();
            }
        });
    }

    static int limit(Query query, int otherwise) {
        String text = query.find("limit").orElse(String.valueOf(otherwise));
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problem.badParameter("limit", "1 to " + MOST).exception();
        }
        return Integer.parseInt(text);
    }
}
