package org.unbroken.storage.durable;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file system as durable code sees it: every step that a power cut can undo is a call of its own, so that a test
 * can cut the power between any two of them. Nothing here follows a symbolic link in the last part of a path.
 *
 * <p>What a power cut leaves (POSIX promises no more, and the test double keeps to exactly that): a file's bytes as of
 * its last sync; a directory's names as of the last {@link #syncDirectory}. Syncing a file does not keep its name.
 */
public interface Disk {

    Optional<FileFacts> facts(Path path) throws IOException;

    /** The names in a directory, in no order. */
    List<String> list(Path directory) throws IOException;

    SeekableByteChannel openToRead(Path path) throws IOException;

    /** A new file, open for reading and writing; throws {@link java.nio.file.FileAlreadyExistsException}. */
    DiskFile create(Path path, Set<PosixFilePermission> mode) throws IOException;

    /** A file that is there, for reading and writing; throws {@link java.nio.file.NoSuchFileException}. */
    DiskFile open(Path path) throws IOException;

    /** A second name for a file, never in place of another: throws {@link java.nio.file.FileAlreadyExistsException}. */
    void link(Path existing, Path name) throws IOException;

    /** Atomically, in place of whatever had the name. */
    void rename(Path from, Path to) throws IOException;

    /** Takes a name or an empty directory away; throws {@link java.nio.file.NoSuchFileException}. */
    void delete(Path path) throws IOException;

    void createDirectory(Path directory) throws IOException;

    void setModified(Path path, Instant time) throws IOException;

    void setMode(Path path, Set<PosixFilePermission> mode) throws IOException;

    /** Bytes, length, times and mode of a file; works on one that may only be read. */
    void syncFile(Path path) throws IOException;

    void syncDirectory(Path directory) throws IOException;

    /** Bytes this process may still write on the file system that holds the path. */
    long usableBytes(Path path) throws IOException;
}
