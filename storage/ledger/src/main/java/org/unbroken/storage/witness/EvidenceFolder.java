package org.unbroken.storage.witness;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Evidence against one log, kept for good.
 *
 * <pre>
 * EVIDENCE/KIND-SIZE-DIGEST/held     the note that was held, with the cosignature that was given for it
 * EVIDENCE/KIND-SIZE-DIGEST/shown    the note that was shown. Its file time is when
 *   SIZE: of the shown tree, 20 digits; DIGEST: of the shown root, 16 hex digits
 * </pre>
 *
 * The same fork shown again is found and not kept twice. Killed between the two files, what was shown is written at the
 * next time; a folder without it counts for nothing.
 */
final class EvidenceFolder {
    /** A log that forks once can fork a million times; so many tell enough. */
    private static final int MOST = 100;

    private final Path folder;
    private final DurableFiles files;

    EvidenceFolder(Path folder, DurableFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** Whether it was kept now: not when it was known, nor when there is enough. */
    boolean keep(EvidenceKind kind, SignedNote held, SignedNote shown) throws IOException {
        Checkpoint checkpoint = Checkpoint.parse(shown.text());
        Path place = folder.resolve(String.format(
                "%s-%020d-%s",
                kind.wire(), checkpoint.size(), checkpoint.root().hex().substring(0, 16)));
        if (Files.exists(place.resolve("shown")) || names().size() >= MOST) {
            return false;
        }
        files.createDirectories(place);
        put(place.resolve("held"), held);
        put(place.resolve("shown"), shown);
        return true;
    }

    private void put(Path path, SignedNote note) throws IOException {
        try {
            files.create(path, note.encode(), DurableFiles.PUBLIC);
        } catch (FileAlreadyExistsException earlier) {
            // A run that was killed had come so far.
        }
    }

    /** All that is kept, by name. */
    List<Evidence> list() throws IOException {
        List<Evidence> all = new ArrayList<>();
        for (Path place : names()) {
            Path shown = place.resolve("shown");
            if (Files.exists(shown)) {
                String name = place.getFileName().toString();
                EvidenceKind kind = EvidenceKind.valueOf(
                        name.substring(0, name.indexOf('-')).toUpperCase(java.util.Locale.ROOT));
                Instant seen = Files.getLastModifiedTime(shown).toInstant();
                all.add(new Evidence(
                        kind, read(place.resolve("held")), read(shown), seen, folder.getFileName() + "/" + name));
            }
        }
        return all;
    }

    private Checkpoint read(Path path) throws IOException {
        return Checkpoint.parse(
                SignedNote.parse(files.read(path, SignedNote.MAX_BYTES)).text());
    }

    private List<Path> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(folder)) {
            return names.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().matches("[a-z]+-[0-9]{20}-[0-9a-f]{16}"))
                    .sorted()
                    .toList();
        }
    }

    static String name(String origin) {
        return Sha256.of(origin).hex();
    }
}
