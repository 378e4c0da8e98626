package org.unbroken.storage.access;

import static org.unbroken.storage.durable.DurableFiles.PUBLIC;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DiskFile;

/**
 * Who was let in and shut out, when: one line of canonical JSON each, only ever appended. Written under the lock of
 * {@link CredentialFolder}.
 *
 * <pre>
 * {"agency"?, "at", "camera"?, "event": "issued" | "revoked", "expires"?, "id", "issued", "name", "role"}
 * </pre>
 */
final class CredentialJournal {
    static final String FILE = "journal.jsonl";

    private final Disk disk;
    private final Path directory;

    CredentialJournal(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    static JsonObject entry(String event, Credential credential, Instant at) {
        return credential
                .toJson()
                .with()
                .put("event", event)
                .put("at", at.toString())
                .build();
    }

    /** When this returns the line survives a power cut. A crash may leave half a line: the next one starts anew. */
    void append(String event, Credential credential, Instant at) throws IOException {
        String line = entry(event, credential, at).text();
        try (DiskFile file = open()) {
            long end = file.length();
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean torn = end > 0 && file.read(end - 1, last) == 1 && last.get(0) != '\n';
            file.write(end, ByteBuffer.wrap(((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8)));
            file.sync();
        }
        disk.syncDirectory(directory);
    }

    private DiskFile open() throws IOException {
        Path path = directory.resolve(FILE);
        try {
            return disk.open(path);
        } catch (NoSuchFileException e) {
            return disk.create(path, PUBLIC);
        }
    }
}
