package org.unbroken.storage.staging;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DiskFile;
import org.unbroken.storage.durable.DurableDirectories;
import org.unbroken.storage.durable.FileFacts;

/**
 * Uploads as plain files of a local directory.
 *
 * <pre>
 * DIR/staging/ID        mode 0600; the bytes received so far, nothing else. ID is the recording's UUIDv7
 * </pre>
 */
public final class LocalStagingArea implements StagingArea {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

    private final Disk disk;
    private final DurableDirectories directories;
    private final Path directory;
    private final Set<LocalStagedFile> open = ConcurrentHashMap.newKeySet();

    /** {@code dir} is the data directory; the staging area is {@code dir/staging}. */
    public LocalStagingArea(Path dir, Disk disk) {
        this.disk = disk;
        this.directory = dir.toAbsolutePath().normalize().resolve("staging");
        this.directories = new DurableDirectories(disk, directory);
    }

    public Path directory() {
        return directory;
    }

    public Path pathOf(RecordingId id) {
        return directory.resolve(id.value());
    }

    /** May be called more than once. */
    @Override
    public void start() throws IOException {
        try {
            directories.start();
        } catch (IOException e) {
            throw new IOException("cannot make or use the staging directory " + directory + ": " + e, e);
        }
    }

    @Override
    public StagedFile create(RecordingId id) throws IOException {
        Path path = pathOf(id);
        DiskFile file = disk.create(path, MODE);
        try {
            disk.syncDirectory(directory);
        } catch (IOException e) {
            // Nobody has been told of this upload; what a crash here leaves is an empty file that no session knows.
            try (file) {
                disk.delete(path);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new IOException("cannot make the name of staged " + id + " durable: " + e.getMessage(), e);
        }
        return opened(id, file);
    }

    @Override
    public StagedFile open(RecordingId id) throws IOException {
        return opened(id, disk.open(pathOf(id)));
    }

    private StagedFile opened(RecordingId id, DiskFile file) {
        LocalStagedFile staged = new LocalStagedFile(id, file, open::remove);
        open.add(staged);
        return staged;
    }

    @Override
    public List<RecordingId> list() throws IOException {
        List<RecordingId> ids = new ArrayList<>();
        for (String name : disk.list(directory)) {
            RecordingId id;
            try {
                id = new RecordingId(name);
            } catch (IllegalArgumentException e) {
                continue; // not ours: lost+found, an editor's leavings
            }
            if (disk.facts(pathOf(id)).map(FileFacts::isFile).orElse(false)) {
                ids.add(id);
            }
        }
        ids.sort(null);
        return ids;
    }

    @Override
    public void discard(RecordingId id) throws IOException {
        handOver(id);
        try {
            disk.delete(pathOf(id));
        } catch (NoSuchFileException e) {
            // Done before; the sync may not have been.
        }
        disk.syncDirectory(directory);
    }

    /**
     * Shuts every handle this process has on the upload. Without it a request that hangs on to a completed upload could
     * still write into what is by then a locked object: the mode is looked at when a file is opened, not at each write.
     */
    public void handOver(RecordingId id) throws IOException {
        for (LocalStagedFile staged : open) {
            if (staged.id().equals(id)) {
                staged.handOver();
            }
        }
    }

    @Override
    public long freeBytes() throws IOException {
        return disk.usableBytes(directory);
    }

    @Override
    public void close() throws IOException {
        for (LocalStagedFile staged : open) {
            staged.close();
        }
    }
}
