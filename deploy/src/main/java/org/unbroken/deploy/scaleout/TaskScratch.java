package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for what one TaskManager needs for the moment. Several of a machine may be given the same place.
 *
 * <pre>
 * SCRATCH/lock          held while folders are taken and wiped
 *         UUID/lock     held by the process whose folder it is, as long as it lives
 *         UUID/…        what it works with; of a killed process until the next start here
 * </pre>
 *
 * The system lets a lock go with its process, however that ends: a folder whose lock is free is nobody's.
 */
final class TaskScratch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskScratch.class);
    private static final String LOCK = "lock";
    /** A second lock on the same file within a process is no wait but an exception. */
    private static final Object TAKING = new Object();

    private final Path folder;
    private final FileChannel held;

    private TaskScratch(Path folder, FileChannel held) {
        this.folder = folder;
        this.held = held;
    }

    /** Takes a new folder in this place, and wipes those of processes that are gone. */
    static TaskScratch take(Path place) throws IOException {
        Files.createDirectories(place);
        synchronized (TAKING) {
            try (FileChannel entrance = open(place);
                    FileLock ignored = entrance.lock()) {
                wipeAbandoned(place);
                Path folder =
                        Files.createDirectory(place.resolve(UUID.randomUUID().toString()));
                FileChannel channel = open(folder);
                if (channel.tryLock() == null) {
                    channel.close();
                    throw new IOException(folder + ": another process locked it at once");
                }
                return new TaskScratch(folder, channel);
            }
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void wipeAbandoned(Path place) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(place)) {
            folders = all.filter(Files::isDirectory).filter(TaskScratch::isOurs).toList();
        }
        for (Path folder : folders) {
            try (FileChannel channel = open(folder);
                    FileLock free = channel.tryLock()) {
                if (free != null) {
                    delete(folder);
                    log.atInfo().addKeyValue("folder", folder).log("wiped what a killed process left");
                }
            } catch (OverlappingFileLockException held) {
                // By an earlier opening in this process, which has not closed yet.
            } catch (IOException | UncheckedIOException e) {
                // Such as a worker of the killed process that still writes. The next start tries again.
                log.atWarn().addKeyValue("folder", folder).setCause(e).log("cannot be wiped");
            }
        }
    }

    private static boolean isOurs(Path folder) {
        try {
            return UUID.fromString(String.valueOf(folder.getFileName())).version() == 4;
        } catch (IllegalArgumentException another) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        Path place = Optional.ofNullable(folder.getParent()).orElseThrow();
        synchronized (TAKING) {
            try (held;
                    FileChannel entrance = open(place);
                    FileLock ignored = entrance.lock()) {
                delete(folder);
            }
        }
    }
}
