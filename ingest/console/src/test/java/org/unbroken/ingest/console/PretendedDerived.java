package org.unbroken.ingest.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.integrity.RecordingId;

/** Files in a folder, and proxies that are made when the test says so. */
final class PretendedDerived implements Derived {
    private final Path directory;
    private final Map<RecordingId, CompletableFuture<Path>> requested = new ConcurrentHashMap<>();

    PretendedDerived(Path directory) {
        this.directory = directory;
    }

    void put(RecordingId id, String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(id + "-" + name), bytes);
    }

    CompletableFuture<Path> requested(RecordingId id) {
        return requested.computeIfAbsent(id, unused -> new CompletableFuture<>());
    }

    private Optional<Path> find(RecordingId id, String name) {
        return Optional.of(directory.resolve(id + "-" + name)).filter(Files::exists);
    }

    @Override
    public Optional<Path> poster(RecordingId recording) {
        return find(recording, "poster.jpg");
    }

    @Override
    public Optional<Path> storyboard(RecordingId recording) {
        return find(recording, "storyboard.jpg");
    }

    @Override
    public Optional<Path> proxy(RecordingId recording) {
        return find(recording, "proxy.mp4");
    }

    @Override
    public CompletableFuture<Path> requestProxy(RecordingId recording) {
        return requested(recording);
    }
}
