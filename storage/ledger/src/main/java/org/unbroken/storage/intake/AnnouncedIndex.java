package org.unbroken.storage.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Landings that were announced and are not known to be sealed: shared documents that say nothing, by the hour of the
 * announcement, so that the oldest are listed first and the rest is not.
 *
 * <pre>
 * announced/YYYYMMDDHH/ID        UTC
 * </pre>
 */
final class AnnouncedIndex {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedIndex.class);
    private static final String PREFIX = "announced/";
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuuMMddHH").withZone(ZoneOffset.UTC);

    private final SharedDocuments documents;

    AnnouncedIndex(SharedDocuments documents) {
        this.documents = documents;
    }

    /** One announcement, as the index knows it. */
    record Announced(String name, RecordingId id) {
        private static Announced of(String name) {
            return new Announced(name, new RecordingId(name.substring(name.lastIndexOf('/') + 1)));
        }
    }

    void enter(RecordingId id, Instant at) throws IOException {
        try {
            documents.create(PREFIX + HOUR.format(at) + "/" + id, "{}".getBytes(UTF_8));
        } catch (SharedConflictException e) {
            // Announced twice in this hour.
        }
    }

    void remove(Announced one) throws IOException {
        documents.delete(one.name());
    }

    /** Those of hours that had passed by {@code instant}, oldest first. */
    List<Announced> before(Instant instant, int max) throws IOException {
        String end = PREFIX + HOUR.format(instant);
        List<Announced> found = new ArrayList<>();
        try (Stream<String> names = documents.list(PREFIX)) {
            for (Iterator<String> all = names.iterator(); all.hasNext() && found.size() < max; ) {
                String name = all.next();
                if (name.compareTo(end) >= 0) {
                    break;
                }
                try {
                    found.add(Announced.of(name));
                } catch (IllegalArgumentException e) {
                    LOG.warn("{} names no recording, and is passed over", name);
                }
            }
        }
        return found;
    }
}
