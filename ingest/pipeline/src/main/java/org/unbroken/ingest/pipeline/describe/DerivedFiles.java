package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.integrity.RecordingId;

/**
 * Posters, storyboards and proxies, and which proxies are still to be made. All of it can be made again from the
 * originals, so nothing here is synced.
 *
 * <pre>
 * derived/YYYY/MM/DD/ID/{poster.jpg, storyboard.jpg, storyboard.json, proxy.mp4, proxy.failed}
 * derived/queue/ID                    one empty file for each proxy to be made
 * </pre>
 */
public final class DerivedFiles {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

    private final Path root;

    public DerivedFiles(Path root) {
        this.root = root;
    }

    public void start() throws IOException {
        Files.createDirectories(queue());
    }

    /** The recording's directory, made if need be. */
    Path directory(RecordingId id) throws IOException {
        return Files.createDirectories(path(id));
    }

    public Optional<Path> poster(RecordingId id) {
        return existing(path(id).resolve("poster.jpg"));
    }

    public Optional<Path> storyboard(RecordingId id) {
        return existing(path(id).resolve("storyboard.jpg"));
    }

    public Optional<Path> storyboardIndex(RecordingId id) {
        return existing(path(id).resolve("storyboard.json"));
    }

    public Optional<Path> proxy(RecordingId id) {
        return existing(proxyPath(id));
    }

    Path proxyPath(RecordingId id) {
        return path(id).resolve("proxy.mp4");
    }

    /** Why no proxy could be made; empty when there was no such failure. */
    public Optional<String> proxyFailure(RecordingId id) throws IOException {
        try {
            return Optional.of(Files.readString(path(id).resolve("proxy.failed")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void noteProxyFailure(RecordingId id, String reason) throws IOException {
        Files.writeString(directory(id).resolve("proxy.failed"), reason);
    }

    void enqueueProxy(RecordingId id) throws IOException {
        if (proxy(id).isEmpty() && proxyFailure(id).isEmpty()) {
            Files.write(queue().resolve(id.value()), new byte[0]);
        }
    }

    void dequeueProxy(RecordingId id) throws IOException {
        Files.deleteIfExists(queue().resolve(id.value()));
    }

    /** Proxies to be made, oldest recording first. */
    List<RecordingId> queuedProxies() throws IOException {
        try (Stream<Path> files = Files.list(queue())) {
            return files.map(file -> new RecordingId(file.getFileName().toString()))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private Path queue() {
        return root.resolve("queue");
    }

    private Path path(RecordingId id) {
        return root.resolve(DAY.format(id.time())).resolve(id.value());
    }

    private static Optional<Path> existing(Path file) {
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
}
