package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;

/**
 * One process's queue, which a restart finds again. Whoever waits for a proxy in that process has it made at once.
 *
 * <pre>
 * FOLDER/ID       one empty file for each proxy to be made
 * </pre>
 */
final class FolderProxyQueue implements ProxyQueue {
    private final Path folder;

    FolderProxyQueue(Path folder) {
        this.folder = folder;
    }

    void start() throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public void add(RecordingId id, boolean urgent) throws IOException {
        Files.write(folder.resolve(id.value()), new byte[0]);
    }

    @Override
    public List<RecordingId> urgent() {
        return List.of();
    }

    @Override
    public List<RecordingId> later() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> new RecordingId(file.getFileName().toString()))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    @Override
    public boolean take(RecordingId id) {
        return true;
    }

    @Override
    public void hold(RecordingId id) {
        // Nobody else could take it.
    }

    @Override
    public void remove(RecordingId id) throws IOException {
        Files.deleteIfExists(folder.resolve(id.value()));
    }
}
