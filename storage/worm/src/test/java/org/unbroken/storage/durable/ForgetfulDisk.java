package org.unbroken.storage.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk that forgets what was not synced. It works on a real directory, which stands for what processes see (the page
 * cache), so real paths can be read; beside it, it keeps what the platters hold. {@link #crash()} brings the directory
 * back to that. It is as unkind as POSIX lets a disk be: syncing a file keeps neither its name nor its directory's;
 * a rename from one directory to another is two changes; after a failed sync the bytes it was for are never written.
 *
 * <p>Files that are put under the directory by other means are left alone and survive every crash. Contents are held in
 * memory: megabytes, not gigabytes.
 */
public final class ForgetfulDisk implements Disk {
    private final Path root;
    private final LocalDisk real = new LocalDisk();
    private final DirectoryNode top = new DirectoryNode();
    private final Map<Long, Fault> faults = new TreeMap<>();
    private final List<String> trace = new ArrayList<>();
    private boolean powerOff;
    private int generation;
    private long spaceLeft = Long.MAX_VALUE;

    /** What lies in the directory already counts as durable. */
    public ForgetfulDisk(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        adopt(this.root, top, new HashMap<>());
    }

    private void adopt(Path path, DirectoryNode node, Map<Long, FileNode> byInode) throws IOException {
        for (String name : real.list(path)) {
            Path child = path.resolve(name);
            FileFacts facts = real.facts(child).orElseThrow();
            if (facts.isDirectory()) {
                DirectoryNode directory = new DirectoryNode();
                adopt(child, directory, byInode);
                node.change(new DirectoryNode.Change(name, directory));
            } else if (facts.isFile()) {
                FileNode file = byInode.get(facts.inode());
                if (file == null) {
                    file = new FileNode(Files.getPosixFilePermissions(child), facts.modified());
                    file.synced(Files.readAllBytes(child), true);
                    byInode.put(facts.inode(), file);
                }
                node.change(new DirectoryNode.Change(name, file));
            }
        }
        node.synced();
    }

    public Path root() {
        return root;
    }

    /** The writing and syncing operations so far; reading counts for nothing. */
    public synchronized int operations() {
        return trace.size();
    }

    /** The operations so far, for the message of a failing test. */
    public synchronized List<String> trace() {
        return List.copyOf(trace);
    }

    /** Lets an operation go wrong: the next for 0, the one after it for 1. */
    public synchronized void failAt(int operationFromNow, Fault fault) {
        faults.put((long) trace.size() + operationFromNow, fault);
    }

    /** Whether a {@link Fault#POWER_CUT} has struck: then only a crash brings the disk back. */
    public synchronized boolean powerIsOff() {
        return powerOff;
    }

    public synchronized void forgetFaults() {
        faults.clear();
    }

    /** From now on files can grow by this much in all. */
    public synchronized void leaveSpace(long bytes) {
        spaceLeft = bytes;
    }

    /** The power goes and comes back: nothing that was not synced is left; open files are dead. */
    public void crash() throws IOException {
        crash(new SplittableRandom(0), false);
    }

    /** As {@link #crash()}, but by luck some of what was not synced is left. */
    public void crash(long seed) throws IOException {
        crash(new SplittableRandom(seed), true);
    }

    private synchronized void crash(RandomGenerator luck, boolean lucky) throws IOException {
        Map<FileNode, byte[]> contents = new HashMap<>();
        clear(root, top, contents);
        Set<FileNode> seen = new HashSet<>();
        settle(top, contents, seen, luck, lucky);
        rebuild(root, top, new HashMap<>());
        generation++;
        powerOff = false;
        faults.clear();
    }

    private static void clear(Path path, DirectoryNode directory, Map<FileNode, byte[]> contents) throws IOException {
        for (Map.Entry<String, Node> entry : directory.shown.entrySet()) {
            Path child = path.resolve(entry.getKey());
            if (entry.getValue() instanceof FileNode file) {
                contents.put(file, Files.readAllBytes(child));
                Files.delete(child);
            } else if (entry.getValue() instanceof DirectoryNode inner) {
                clear(child, inner, contents);
                try {
                    Files.delete(child);
                } catch (DirectoryNotEmptyException e) {
                    // Something that is not ours lies in it.
                }
            }
        }
    }

    private static void settle(
            DirectoryNode directory,
            Map<FileNode, byte[]> contents,
            Set<FileNode> seen,
            RandomGenerator luck,
            boolean lucky) {
        directory.crash(luck, lucky);
        for (Node node : new TreeMap<>(directory.shown).values()) {
            if (node instanceof FileNode file) {
                if (seen.add(file)) {
                    file.crash(contents.getOrDefault(file, file.kept), luck, lucky);
                }
            } else if (node instanceof DirectoryNode inner) {
                settle(inner, contents, seen, luck, lucky);
            }
        }
    }

    private static void rebuild(Path path, DirectoryNode directory, Map<FileNode, Path> made) throws IOException {
        for (Map.Entry<String, Node> entry : directory.shown.entrySet()) {
            Path child = path.resolve(entry.getKey());
            if (entry.getValue() instanceof DirectoryNode inner) {
                Files.createDirectories(child);
                rebuild(child, inner, made);
            } else if (entry.getValue() instanceof FileNode file) {
                Path first = made.putIfAbsent(file, child);
                if (first != null) {
                    Files.createLink(child, first);
                } else {
                    Files.write(child, file.kept);
                    Files.setLastModifiedTime(child, java.nio.file.attribute.FileTime.from(file.keptModified));
                    Files.setPosixFilePermissions(child, file.keptMode);
                }
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private void step(String what, Action action) throws IOException {
        step(what, action, () -> {});
    }

    private void step(String what, Action action, Runnable ifItFails) throws IOException {
        checkPower();
        Fault fault = faults.get((long) trace.size());
        trace.add(what + (fault == null ? "" : " " + fault));
        if (fault == Fault.POWER_CUT) {
            powerOff = true;
            checkPower();
        }
        if (fault == Fault.FAILS) {
            ifItFails.run();
            throw new IOException("injected fault, not done: " + what);
        }
        action.run();
        if (fault == Fault.FAILS_BUT_DONE) {
            throw new IOException("injected fault, done all the same: " + what);
        }
    }

    private void checkPower() throws IOException {
        if (powerOff) {
            throw new IOException("the power is off");
        }
    }

    private String name(Path path) {
        return root.relativize(path.toAbsolutePath().normalize()).toString();
    }

    private Node node(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.startsWith(root)) {
            throw new IllegalArgumentException(path + " is not on the forgetful disk at " + root);
        }
        Node at = top;
        if (absolute.equals(root)) {
            return at;
        }
        for (Path part : root.relativize(absolute)) {
            if (!(at instanceof DirectoryNode directory)) {
                throw new NotDirectoryException(path.toString());
            }
            at = directory.shown.get(part.toString());
            if (at == null) {
                throw new NoSuchFileException(path.toString());
            }
        }
        return at;
    }

    private FileNode file(Path path) throws IOException {
        if (node(path) instanceof FileNode file) {
            return file;
        }
        throw new IOException(path + " is a directory");
    }

    private DirectoryNode directory(Path path) throws IOException {
        if (node(path) instanceof DirectoryNode directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    private DirectoryNode holder(Path path) throws IOException {
        return directory(path.toAbsolutePath().normalize().getParent());
    }

    private static DirectoryNode.Change came(Path path, Node node) {
        return new DirectoryNode.Change(path.getFileName().toString(), node);
    }

    private static DirectoryNode.Change went(Path path) {
        return new DirectoryNode.Change(path.getFileName().toString(), null);
    }

    @Override
    public synchronized Optional<FileFacts> facts(Path path) throws IOException {
        checkPower();
        return real.facts(path);
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        checkPower();
        return real.list(directory);
    }

    @Override
    public synchronized SeekableByteChannel openToRead(Path path) throws IOException {
        checkPower();
        return real.openToRead(path);
    }

    @Override
    public synchronized DiskFile create(Path path, Set<PosixFilePermission> mode) throws IOException {
        FileNode node = new FileNode(mode, Instant.now());
        List<DiskFile> opened = new ArrayList<>();
        step("create " + name(path), () -> {
            DirectoryNode holder = holder(path);
            opened.add(real.create(path, mode));
            holder.change(came(path, node));
        });
        return new Handle(opened.get(0), node, name(path));
    }

    @Override
    public synchronized DiskFile open(Path path) throws IOException {
        checkPower();
        return new Handle(real.open(path), file(path), name(path));
    }

    @Override
    public synchronized void link(Path existing, Path name) throws IOException {
        step("link " + name(existing) + " as " + name(name), () -> {
            FileNode file = file(existing);
            real.link(existing, name);
            holder(name).change(came(name, file));
        });
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        step("rename " + name(from) + " to " + name(to), () -> {
            Node node = node(from);
            real.rename(from, to);
            DirectoryNode left = holder(from);
            DirectoryNode entered = holder(to);
            if (left == entered) {
                left.change(came(to, node), went(from));
            } else {
                entered.change(came(to, node));
                left.change(went(from));
            }
        });
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        step("delete " + name(path), () -> {
            real.delete(path);
            holder(path).change(went(path));
        });
    }

    @Override
    public synchronized void createDirectory(Path directory) throws IOException {
        step("mkdir " + name(directory), () -> {
            DirectoryNode holder = holder(directory);
            real.createDirectory(directory);
            holder.change(came(directory, new DirectoryNode()));
        });
    }

    @Override
    public synchronized void setModified(Path path, Instant time) throws IOException {
        step("touch " + name(path), () -> {
            real.setModified(path, time);
            file(path).timeSet(time);
        });
    }

    @Override
    public synchronized void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        step("chmod " + PosixFilePermissions.toString(mode) + " " + name(path), () -> {
            real.setMode(path, mode);
            file(path).mode = mode;
        });
    }

    @Override
    public synchronized void syncFile(Path path) throws IOException {
        FileNode file = file(path);
        step("sync " + name(path), () -> file.synced(Files.readAllBytes(path), true), file::syncFailed);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        step("sync directory " + name(directory), () -> directory(directory).synced());
    }

    @Override
    public synchronized long usableBytes(Path path) throws IOException {
        return Math.min(spaceLeft, real.usableBytes(path));
    }

    private final class Handle implements DiskFile {
        private final DiskFile open;
        private final FileNode node;
        private final String name;
        private final int bornIn = generation;

        Handle(DiskFile open, FileNode node, String name) {
            this.open = open;
            this.node = node;
            this.name = name;
        }

        private void checkAlive() throws IOException {
            checkPower();
            if (bornIn != generation) {
                throw new IOException(name + " was open when the power went");
            }
        }

        @Override
        public long length() throws IOException {
            synchronized (ForgetfulDisk.this) {
                checkAlive();
                return open.length();
            }
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            synchronized (ForgetfulDisk.this) {
                checkAlive();
                step("write " + bytes.remaining() + " at " + offset + " " + name, () -> {
                    long length = open.length();
                    long growth = Math.max(0, offset + bytes.remaining() - length);
                    long lacking = Math.max(0, growth - spaceLeft);
                    int limit = bytes.limit();
                    bytes.limit(limit - (int) lacking);
                    spaceLeft -= growth - lacking;
                    long end = offset + bytes.remaining();
                    open.write(offset, bytes);
                    node.written(offset, end, Instant.now());
                    bytes.limit(limit);
                    if (lacking > 0) {
                        throw new IOException("No space left on device");
                    }
                });
            }
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            synchronized (ForgetfulDisk.this) {
                checkAlive();
                return open.read(offset, into);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            synchronized (ForgetfulDisk.this) {
                checkAlive();
                step("truncate " + name + " to " + length, () -> {
                    open.truncate(length);
                    node.truncated(length);
                });
            }
        }

        @Override
        public void syncData() throws IOException {
            sync("sync data of ", false);
        }

        @Override
        public void sync() throws IOException {
            sync("sync ", true);
        }

        private void sync(String what, boolean withTimes) throws IOException {
            synchronized (ForgetfulDisk.this) {
                checkAlive();
                step(what + name, () -> node.synced(content(), withTimes), node::syncFailed);
            }
        }

        private byte[] content() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.length()));
            open.read(0, bytes);
            return bytes.array();
        }

        @Override
        public void close() throws IOException {
            open.close();
        }
    }
}
