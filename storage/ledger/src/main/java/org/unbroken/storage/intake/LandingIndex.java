package org.unbroken.storage.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Where to look for landings that are decided and not announced: shared documents {@code landing/ID} that say nothing,
 * made before the decision. And how many of them this process knows to wait.
 */
final class LandingIndex {
    private static final String PREFIX = "landing/";

    private final SharedDocuments documents;
    private final Set<RecordingId> waiting = new HashSet<>();
    /** Those that came to wait since {@link #list}: a sweep that began before cannot speak for them. */
    private final Set<RecordingId> since = new HashSet<>();

    LandingIndex(SharedDocuments documents) {
        this.documents = documents;
    }

    void enter(RecordingId id) throws IOException {
        try {
            documents.create(PREFIX + id, "{}".getBytes(UTF_8));
        } catch (SharedConflictException e) {
            // Somebody came as far before.
        }
    }

    void remove(RecordingId id) throws IOException {
        documents.delete(PREFIX + id);
        isTold(id);
    }

    List<RecordingId> list() throws IOException {
        synchronized (waiting) {
            since.clear();
        }
        List<RecordingId> ids = new ArrayList<>();
        try (Stream<String> names = documents.list(PREFIX)) {
            names.forEach(name -> ids.add(new RecordingId(name.substring(PREFIX.length()))));
        }
        return ids;
    }

    void waits(RecordingId id) {
        synchronized (waiting) {
            waiting.add(id);
            since.add(id);
        }
    }

    void isTold(RecordingId id) {
        synchronized (waiting) {
            waiting.remove(id);
            since.remove(id);
        }
    }

    /** What a sweep found. */
    void allThatWait(Collection<RecordingId> found) {
        synchronized (waiting) {
            waiting.clear();
            waiting.addAll(found);
            waiting.addAll(since);
        }
    }

    long waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }
}
