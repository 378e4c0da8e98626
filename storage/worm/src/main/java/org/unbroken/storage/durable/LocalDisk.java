package org.unbroken.storage.durable;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machine's own file system, POSIX with hard links (ext4, XFS). */
public final class LocalDisk implements Disk {

    @Override
    public Optional<FileFacts> facts(Path path) throws IOException {
        Map<String, Object> found;
        try {
            found = Files.readAttributes(
                    path, "unix:dev,ino,nlink,size,lastModifiedTime,isRegularFile,isDirectory", NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        FileFacts.Kind kind = FileFacts.Kind.OTHER;
        if (attribute(found, "isRegularFile", Boolean.class)) {
            kind = FileFacts.Kind.FILE;
        } else if (attribute(found, "isDirectory", Boolean.class)) {
            kind = FileFacts.Kind.DIRECTORY;
        }
        return Optional.of(new FileFacts(
                kind,
                attribute(found, "size", Long.class),
                attribute(found, "lastModifiedTime", FileTime.class).toInstant(),
                attribute(found, "dev", Long.class),
                attribute(found, "ino", Long.class),
                attribute(found, "nlink", Integer.class)));
    }

    private static <T> T attribute(Map<String, Object> found, String name, Class<T> type) {
        Object value = found.get(name);
        if (value == null) {
            throw new IllegalStateException("the file system does not tell " + name);
        }
        return type.cast(value);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    @Override
    public SeekableByteChannel openToRead(Path path) throws IOException {
        return FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS));
    }

    @Override
    public DiskFile create(Path path, Set<PosixFilePermission> mode) throws IOException {
        return new LocalDiskFile(FileChannel.open(
                path, Set.of(CREATE_NEW, READ, WRITE, NOFOLLOW_LINKS), PosixFilePermissions.asFileAttribute(mode)));
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new LocalDiskFile(FileChannel.open(path, Set.of(READ, WRITE, NOFOLLOW_LINKS)));
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        Files.createLink(name, existing);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(path);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .setTimes(FileTime.from(time), null, null);
    }

    @Override
    public void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        Files.getFileAttributeView(path, PosixFileAttributeView.class, NOFOLLOW_LINKS)
                .setPermissions(mode);
    }

    @Override
    public void syncFile(Path path) throws IOException {
        force(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        force(directory);
    }

    /** Linux syncs what a descriptor refers to, also one opened for reading alone: a directory, a file of mode 0444. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS))) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }
}
