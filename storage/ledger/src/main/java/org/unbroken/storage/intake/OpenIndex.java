package org.unbroken.storage.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Which uploads are unfinished, and when each is to be looked at: names of shared documents that say nothing.
 *
 * <pre>
 * open/CAMERA/ID.SECONDS    CAMERA: SHA-256 of agency ‖ 0x00 ‖ camera; SECONDS since 1970 of its expiry, or earlier
 * </pre>
 *
 * The session says what is so; an entry only says where to look. It is made before its session and goes after that has
 * ended: so no session is without one, and what a crash leaves is an entry too many, which a sweep clears away.
 */
final class OpenIndex {
    private static final String PREFIX = "open/";

    private final SharedDocuments documents;

    OpenIndex(SharedDocuments documents) {
        this.documents = documents;
    }

    /** {@code lookAt}: whole seconds. */
    record Entry(String name, RecordingId id, Instant lookAt) {}

    void enter(UploadSession session) throws IOException {
        String name = prefix(session.agency(), session.camera()) + session.id() + "."
                + Math.max(0, session.expires().getEpochSecond());
        try {
            documents.create(name, "{}".getBytes(UTF_8));
        } catch (SharedConflictException e) {
            // It is there.
        }
    }

    void remove(Entry entry) throws IOException {
        documents.delete(entry.name());
    }

    void removeAll(UploadSession session) throws IOException {
        for (Entry entry : list(prefix(session.agency(), session.camera()) + session.id())) {
            remove(entry);
        }
    }

    List<Entry> all() throws IOException {
        return list(PREFIX);
    }

    List<Entry> of(String agency, String camera) throws IOException {
        return list(prefix(agency, camera));
    }

    private List<Entry> list(String prefix) throws IOException {
        try (Stream<String> names = documents.list(prefix)) {
            return names.map(OpenIndex::parse).flatMap(Optional::stream).toList();
        }
    }

    private static Optional<Entry> parse(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.indexOf('.');
        try {
            return Optional.of(new Entry(
                    name,
                    new RecordingId(last.substring(0, Math.max(0, dot))),
                    Instant.ofEpochSecond(Long.parseLong(last.substring(dot + 1)))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not ours
        }
    }

    private static String prefix(String agency, String camera) {
        return PREFIX + Sha256.of(agency + "\0" + camera).hex() + "/";
    }
}
