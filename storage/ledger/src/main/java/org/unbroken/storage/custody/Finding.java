package org.unbroken.storage.custody;

import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;

/**
 * Something about the stored objects that is not as it should be.
 *
 * @param object the key, or the prefix, of what it is about
 * @param chunks the damaged chunks of an original, numbered from 0, as far as they were read
 */
public record Finding(Kind kind, String object, Optional<RecordingId> recording, List<Long> chunks, String message) {
    public Finding {
        chunks = List.copyOf(chunks);
    }

    /** Archivematica's three, and one for a log that contradicts itself. */
    public enum Kind {
        CHANGED,
        MISSING,
        /** There, and not (yet) told of by the log. No damage by itself. */
        UNTRACKED,
        CONTRADICTORY
    }

    static Finding ofLog(Kind kind, String object, String message) {
        return new Finding(kind, object, Optional.empty(), List.of(), message);
    }

    static Finding of(Kind kind, RecordingId recording, String object, String message) {
        return new Finding(kind, object, Optional.of(recording), List.of(), message);
    }

    public boolean isProblem() {
        return kind != Kind.UNTRACKED;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + object + ": " + message
                + (chunks.isEmpty() ? "" : " (" + chunksText() + ")");
    }

    private String chunksText() {
        return String.join(", ", chunks.stream().map(chunk -> "chunk " + chunk).toList());
    }
}
