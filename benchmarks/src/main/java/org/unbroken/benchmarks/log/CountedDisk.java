package org.unbroken.benchmarks.log;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DiskFile;
import org.unbroken.storage.durable.FileFacts;

/** The disk, with its syncs counted. */
final class CountedDisk implements Disk {
    private final Disk disk;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong directories = new AtomicLong();

    CountedDisk(Disk disk) {
        this.disk = disk;
    }

    long fileSyncs() {
        return files.get();
    }

    long directorySyncs() {
        return directories.get();
    }

    @Override
    public void syncFile(Path path) throws IOException {
        files.incrementAndGet();
        disk.syncFile(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        directories.incrementAndGet();
        disk.syncDirectory(directory);
    }

    @Override
    public Optional<FileFacts> facts(Path path) throws IOException {
        return disk.facts(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public SeekableByteChannel openToRead(Path path) throws IOException {
        return disk.openToRead(path);
    }

    @Override
    public DiskFile create(Path path, Set<PosixFilePermission> mode) throws IOException {
        return disk.create(path, mode);
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return disk.open(path);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        disk.link(existing, name);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        disk.createDirectory(directory);
    }

    @Override
    public void setModified(Path path, Instant time) throws IOException {
        disk.setModified(path, time);
    }

    @Override
    public void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        disk.setMode(path, mode);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return disk.usableBytes(path);
    }
}
