package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.storage.durable.DurableFiles;

/** Files of one folder, for a server that has the log to itself. */
public final class FolderAuditRecords implements AuditRecords {
    private static final int LONGEST = 32 << 20;

    private final DurableFiles files;
    private final Path folder;

    public FolderAuditRecords(DurableFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(files.read(pathOf(name), LONGEST));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        files.replace(pathOf(name), bytes);
    }

    private Path pathOf(String name) {
        return folder.resolve(name + ".json");
    }
}
