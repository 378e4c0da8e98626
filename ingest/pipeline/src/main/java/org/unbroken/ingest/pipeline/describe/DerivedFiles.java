package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.shared.SharedBlobs;

/**
 * Posters, storyboards and proxies, and which proxies are still to be made. All of it can be made again from the
 * originals, so nothing is synced here; but workers give no file its name before it is on the disk, since
 * what has its name is not made again, and parts that a crash left go away when the file is made anew.
 *
 * <pre>
 * derived/YYYY/MM/DD/ID/{poster.jpg, storyboard.jpg, storyboard.json, proxy.mp4, proxy.failed}
 * derived/queue/ID                    one empty file for each proxy to be made
 * </pre>
 *
 * Among several machines the same names lie in a shared store, and the folder holds copies of what was asked for here,
 * begun anew at each start.
 */
public final class DerivedFiles {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
    private static final List<String> PICTURES = List.of("poster.jpg", "storyboard.jpg", "storyboard.json");
    private static final String PROXY = "proxy.mp4";
    private static final String FAILED = "proxy.failed";
    private static final List<String> FILES = List.of("poster.jpg", "storyboard.jpg", "storyboard.json", PROXY, FAILED);
    private static final int MOST_COPIES = 2_000;

    private final Path root;
    private final @Nullable SharedBlobs blobs;
    private final ProxyQueue queue;
    private final AtomicLong names = new AtomicLong();
    private final Deque<Path> copies = new ArrayDeque<>();

    /** In a folder of this process. */
    public DerivedFiles(Path root) {
        this.root = root;
        this.blobs = null;
        this.queue = new FolderProxyQueue(root.resolve("queue"));
    }

    /**
     * In a store that several processes share.
     *
     * @param copies private to this process; all that is in it is deleted at the start
     */
    public DerivedFiles(Path copies, SharedBlobs blobs, ProxyQueue queue) {
        this.root = copies;
        this.blobs = blobs;
        this.queue = queue;
    }

    public void start() throws IOException {
        if (blobs != null && Files.exists(root)) {
            deleteTree(root);
        }
        Files.createDirectories(root);
        if (queue instanceof FolderProxyQueue folder) {
            folder.start();
        }
    }

    ProxyQueue queue() {
        return queue;
    }

    /** The recording's directory, made if need be. */
    Path directory(RecordingId id) throws IOException {
        return Files.createDirectories(path(id));
    }

    public Optional<Path> poster(RecordingId id) {
        return file(id, "poster.jpg");
    }

    public Optional<Path> storyboard(RecordingId id) {
        return file(id, "storyboard.jpg");
    }

    public Optional<Path> storyboardIndex(RecordingId id) {
        return file(id, "storyboard.json");
    }

    public Optional<Path> proxy(RecordingId id) {
        return file(id, PROXY);
    }

    /** Why no proxy could be made; empty when there was no such failure. */
    public Optional<String> proxyFailure(RecordingId id) throws IOException {
        try {
            Optional<Path> note = file(id, FAILED);
            return note.isPresent() ? Optional.of(Files.readString(note.get())) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void noteProxyFailure(RecordingId id, String reason) throws IOException {
        Files.writeString(directory(id).resolve(FAILED), reason);
        share(id, List.of(FAILED));
    }

    /** The pictures in the recording's directory are there for everybody from now on. */
    void keepPictures(RecordingId id) throws IOException {
        share(id, PICTURES);
    }

    /** The same of its proxy. */
    void keepProxy(RecordingId id) throws IOException {
        share(id, List.of(PROXY));
    }

    private void share(RecordingId id, List<String> files) throws IOException {
        if (blobs == null) {
            return;
        }
        for (String name : files) {
            Path file = path(id).resolve(name);
            if (Files.isRegularFile(file)) {
                blobs.put(blob(id, name), file);
                remember(file);
            }
        }
    }

    void enqueueProxy(RecordingId id, boolean urgent) throws IOException {
        if (!hasProxy(id) && proxyFailure(id).isEmpty()) {
            queue.add(id, urgent);
        }
    }

    /** All that was made of a recording, here and, where it is shared, in the store; and no proxy is made any more. */
    public void forget(RecordingId id) throws IOException {
        queue.remove(id);
        for (String name : FILES) {
            if (blobs != null) {
                blobs.delete(blob(id, name));
            }
        }
        if (Files.exists(path(id))) {
            deleteTree(path(id));
        }
    }

    private boolean hasProxy(RecordingId id) throws IOException {
        return Files.isRegularFile(path(id).resolve(PROXY)) || (blobs != null && blobs.exists(blob(id, PROXY)));
    }

    /** The file here, fetched if it is elsewhere. */
    private Optional<Path> file(RecordingId id, String name) {
        Path file = path(id).resolve(name);
        if (Files.isRegularFile(file)) {
            return Optional.of(file);
        }
        try {
            return blobs != null && fetch(blobs, id, name, file) ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fetch(SharedBlobs from, RecordingId id, String name, Path file) throws IOException {
        Path part = directory(id).resolve("." + name + "." + names.incrementAndGet() + ".part");
        try {
            if (!from.fetch(blob(id, name), part)) {
                return false;
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        remember(file);
        return true;
    }

    /** Lets the oldest copies go. Whoever has one open reads on. */
    private void remember(Path file) throws IOException {
        synchronized (copies) {
            copies.add(file);
            while (copies.size() > MOST_COPIES) {
                Files.deleteIfExists(copies.remove());
            }
        }
    }

    private Path path(RecordingId id) {
        return root.resolve(day(id));
    }

    private static String blob(RecordingId id, String name) {
        return day(id) + "/" + name;
    }

    private static String day(RecordingId id) {
        return DAY.format(id.time()) + "/" + id.value();
    }

    private static void deleteTree(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
