package org.unbroken.storage.intake;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Sessions as this process last read or wrote them. What is known may be old by now: writing on top of it then fails,
 * which is the point. After a write whose outcome is unknown nothing is known.
 */
final class KnownSessions {
    /** Each a few kilobytes. Whatever is forgotten is read again. */
    private static final int MOST = 1024;

    private final SharedDocuments documents;
    private final Map<RecordingId, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    KnownSessions(SharedDocuments documents) {
        this.documents = documents;
    }

    record Known(SharedDocument stored, SessionDocument document) {}

    /** As this process knows it, or as it is. */
    Optional<Known> recall(RecordingId id) throws IOException {
        Known there;
        synchronized (known) {
            there = known.get(id);
        }
        return there != null ? Optional.of(there) : read(id);
    }

    /** As it is now. */
    Optional<Known> read(RecordingId id) throws IOException {
        Optional<SharedDocument> found = documents.find(SessionDocument.name(id));
        if (found.isEmpty()) {
            forget(id);
            return Optional.empty();
        }
        Known now = new Known(found.get(), SessionDocument.decode(found.get().bytes()));
        remember(id, now);
        return Optional.of(now);
    }

    void create(SessionDocument document) throws IOException {
        RecordingId id = document.session().id();
        remember(id, new Known(documents.create(SessionDocument.name(id), document.encoded()), document));
    }

    /** @throws SharedConflictException when it is not what was known any more */
    Known replace(Known before, SessionDocument changed) throws IOException {
        RecordingId id = changed.session().id();
        SessionDocument after = changed.next();
        try {
            Known now = new Known(documents.replace(before.stored(), after.encoded()), after);
            remember(id, now);
            return now;
        } catch (IOException | RuntimeException e) {
            forget(id);
            throw e;
        }
    }

    void delete(RecordingId id) throws IOException {
        forget(id);
        documents.delete(SessionDocument.name(id));
    }

    void forget(RecordingId id) {
        synchronized (known) {
            known.remove(id);
        }
    }

    private void remember(RecordingId id, Known now) {
        synchronized (known) {
            known.put(id, now);
            if (known.size() > MOST) {
                Iterator<Known> eldest = known.values().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }
}
