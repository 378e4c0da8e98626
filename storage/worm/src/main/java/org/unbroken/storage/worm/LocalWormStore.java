package org.unbroken.storage.worm;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.Disk;
import org.unbroken.storage.durable.DiskFile;
import org.unbroken.storage.durable.DurableDirectories;
import org.unbroken.storage.durable.FileFacts;
import org.unbroken.storage.staging.LocalStagingArea;

/**
 * Objects as plain files of a local directory: tamper-evident, not tamper-proof.
 *
 * <pre>
 * DIR/worm/KEY        the object's bytes and nothing else; mode 0444; modification time = retain until (whole seconds,
 *                     rounded up), as file systems with WORM support do with the access time
 * DIR/worm/.tmp/NAME  an object on its way; NAME is the key with '_' for '/' (no key has a '_')
 * DIR/worm/.held/NAME the object is under legal hold, see {@link HoldMarks}
 * DIR/worm/.damaged/NAME.N  damaged bytes that right ones took the place of, see {@link LocalRestoring}
 * DIR/staging/ID      an upload; on the same file system, so that a link makes it an object
 * </pre>
 *
 * <p>An object gets its name by link(2), which never takes the place of another file, and only after its bytes, time
 * and mode are synced: what can be seen under a key is whole. The old name (temporary or staged) goes only after the
 * new one is durable, so at every moment at least one name survives a power cut; a rename across directories would not
 * promise that. The files' links tell the start-up path how far a crashed step had come.
 *
 * <p>{@link #dispose} alone deletes, and only what is past its date and not held.
 * {@link #restore} alone puts other bytes under a key, and keeps those that were there.
 */
public final class LocalWormStore implements WormStore, RestoringStore {
    /** Dates beyond this are kept as this: the JDK's file times end in 2262 (nanoseconds in a long), ext4's in 2446. */
    public static final Instant LAST_DATE = Instant.parse("2200-01-01T00:00:00Z");

    private static final Set<PosixFilePermission> WRITING = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> LOCKED = PosixFilePermissions.fromString("r--r--r--");
    /** Steps on one key exclude each other; keys share 256 locks. */
    private static final int STRIPES = 256;

    private static final int COMPARE_BYTES = 1 << 16;

    private final LocalStagingArea staging;
    private final Disk disk;
    private final FileLock fileLock;
    private final DurableDirectories directories;
    private final ObjectTree tree;
    private final WormStart wormStart;
    private final HoldMarks holds;
    private final LocalRestoring restoring;
    private final Object[] stripes = new Object[STRIPES];
    private volatile @Nullable String stopped = "has not been started";

    /** {@code dir} is the data directory; the objects are in {@code dir/worm}. */
    public LocalWormStore(Path dir, LocalStagingArea staging, Disk disk, LocalWormSettings settings) {
        this(dir, staging, disk, settings.immutableFlag() ? new ImmutableFlag() : FileLock.NONE);
    }

    LocalWormStore(Path dir, LocalStagingArea staging, Disk disk, FileLock fileLock) {
        Path root = dir.toAbsolutePath().normalize().resolve("worm");
        this.staging = staging;
        this.disk = disk;
        this.fileLock = fileLock;
        this.directories = new DurableDirectories(disk, root);
        this.tree = new ObjectTree(root, disk);
        this.holds = new HoldMarks(disk, directories, fileLock);
        this.restoring = new LocalRestoring(disk, directories, tree, fileLock);
        this.wormStart = new WormStart(disk, directories, tree, staging.directory(), fileLock);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    @Override
    public void start() throws IOException {
        staging.start();
        directories.start();
        wormStart.run();
        holds.start();
        stopped = null;
    }

    @Override
    public StoredObject put(ObjectKey key, byte[] bytes, Instant retainUntil) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            Optional<FileFacts> present = tree.find(key);
            if (present.isPresent()) {
                checkSame(key, present.get(), bytes);
                settle(key, present.get(), retainUntil);
                return locked(key);
            }
            Path temporary = wormStart.temporaryOf(key);
            try {
                writeLocked(temporary, bytes, retainUntil);
                nameDurably(temporary, key);
            } catch (IOException e) {
                dropAfter(e, temporary);
                throw new IOException("cannot keep " + key + " (" + bytes.length + " bytes): " + e, e);
            }
            disk.delete(temporary);
            return locked(key);
        }
    }

    /** A crash in here leaves a temporary file under no key: the start wipes it. */
    private void writeLocked(Path temporary, byte[] bytes, Instant retainUntil) throws IOException {
        // Left by a put of this key that failed half way.
        if (disk.facts(temporary).isPresent()) {
            disk.delete(temporary);
        }
        try (DiskFile file = disk.create(temporary, WRITING)) {
            file.write(0, ByteBuffer.wrap(bytes));
        }
        keepAndSync(temporary, retainUntil);
    }

    /** Sets time and mode and syncs them together with the bytes. */
    private void keepAndSync(Path path, Instant retainUntil) throws IOException {
        setRetention(path, retainUntil);
        disk.setMode(path, LOCKED);
        disk.syncFile(path);
    }

    /**
     * A crash after the link and before the sync leaves the object under its key, whole, but with a name that a power
     * cut may still take: the old name is there as long, and the start, or the same call again, syncs.
     */
    private void nameDurably(Path from, ObjectKey key) throws IOException {
        Path path = tree.pathOf(key);
        Path holder = holderOf(path);
        synced(() -> directories.ensure(holder));
        disk.link(from, path);
        synced(() -> disk.syncDirectory(holder));
    }

    @Override
    public StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            Path from = staging.pathOf(staged);
            Optional<FileFacts> waiting = disk.facts(from);
            Optional<FileFacts> present = tree.find(key);
            if (waiting.isPresent() && !waiting.get().isFile()) {
                throw new IOException(from + " is not a plain file");
            }
            if (present.isEmpty()) {
                if (waiting.isEmpty()) {
                    throw new NoSuchFileException(
                            tree.pathOf(key).toString(), null, "neither this nor " + from + " is there");
                }
                staging.handOver(staged);
                keepAndSync(from, retainUntil);
                nameDurably(from, key);
            } else {
                // Stowed before, to its end or up to any step after the link.
                if (waiting.isPresent() && !waiting.get().sameFileAs(present.get())) {
                    checkSame(key, present.get(), from, waiting.get());
                }
                settle(key, present.get(), retainUntil);
                if (waiting.isPresent()) {
                    // A power cut can bring the staged name back to a file that has its flag by now.
                    fileLock.unlock(tree.pathOf(key));
                }
            }
            if (waiting.isPresent()) {
                disk.delete(from);
            }
            // Also when it was gone already: by a process that was perhaps killed before this line.
            synced(() -> disk.syncDirectory(staging.directory()));
            return locked(key);
        }
    }

    /** An object that was found: its name may not be durable yet, and it may have to be kept longer. */
    private void settle(ObjectKey key, FileFacts present, Instant retainUntil) throws IOException {
        Path holder = holderOf(tree.pathOf(key));
        synced(() -> directories.ensure(holder));
        synced(() -> disk.syncDirectory(holder));
        lengthen(key, present, retainUntil);
    }

    private StoredObject locked(ObjectKey key) throws IOException {
        fileLock.lock(tree.pathOf(key));
        return stored(key, tree.get(key));
    }

    @Override
    public void releaseStaged(RecordingId staged) {
        // Stowing moved the bytes and left no copy.
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        Optional<FileFacts> found = tree.find(key);
        return found.isEmpty() ? Optional.empty() : Optional.of(stored(key, found.get()));
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        tree.get(key);
        return disk.openToRead(tree.pathOf(key));
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        try (SeekableByteChannel channel = open(key)) {
            long size = channel.size();
            if (size > limitBytes) {
                throw new IOException(key + " has " + size + " bytes, more than " + limitBytes);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            fill(channel, bytes);
            return bytes.array();
        }
    }

    @Override
    public Stream<ObjectKey> list(String prefix) throws IOException {
        return tree.list(prefix);
    }

    @Override
    public void extend(ObjectKey key, Instant retainUntil) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            lengthen(key, tree.get(key), retainUntil);
            locked(key);
        }
    }

    @Override
    public StoredObject restore(ObjectKey key, RightBytes bytes, Instant retainUntil) throws IOException {
        checkRunning();
        Path copy = restoring.write(key, bytes);
        synchronized (stripe(key)) {
            try {
                Optional<FileFacts> present = tree.find(key);
                keepAndSync(copy, LocalRestoring.later(retainUntil, present));
                Path temporary = wormStart.temporaryOf(key);
                disk.rename(copy, temporary);
                copy = temporary;
                if (present.isEmpty()) {
                    nameDurably(temporary, key);
                    disk.delete(temporary);
                } else {
                    restoring.replace(temporary, key, present.get());
                    synced(() -> disk.syncDirectory(holderOf(tree.pathOf(key))));
                }
            } catch (IOException e) {
                dropAfter(e, copy);
                throw new IOException("cannot restore " + key + " (" + bytes.size() + " bytes): " + e, e);
            }
            return locked(key);
        }
    }

    @Override
    public void hold(ObjectKey key) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            tree.get(key);
            try {
                holds.set(key);
            } catch (IOException e) {
                throw new IOException("cannot hold " + key + ": " + e, e);
            }
        }
    }

    @Override
    public void release(ObjectKey key) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            tree.get(key);
            holds.clear(key);
            synced(() -> disk.syncDirectory(holds.directory()));
        }
    }

    /**
     * The directory is synced also where the name is gone already: by a process that was perhaps killed before its sync.
     * Directories stay. A crash before the sync leaves the object or nothing, and no caller who was told.
     */
    @Override
    public void dispose(ObjectKey key, Instant now) throws IOException {
        checkRunning();
        synchronized (stripe(key)) {
            Path path = tree.pathOf(key);
            Optional<FileFacts> present = tree.find(key);
            if (present.isPresent()) {
                StillKeptException.check(stored(key, present.get()), now);
                // Before the object: killed between the two, the same call finds the object and begins anew.
                restoring.dispose(key);
                fileLock.unlock(path);
                disk.delete(path);
            }
            Path holder = holderOf(path);
            if (disk.facts(holder).isPresent()) {
                synced(() -> disk.syncDirectory(holder));
            }
        }
    }

    /**
     * Sets and syncs the date even where it stands already. What stands may be the cache's alone: a process before this
     * one may have died before its sync, or of its failure, and after that only a date set anew is written by a later
     * sync. With the immutable flag, a crash between unlock and lock leaves the object unflagged until it is next put,
     * stowed or extended.
     */
    private void lengthen(ObjectKey key, FileFacts present, Instant retainUntil) throws IOException {
        Path path = tree.pathOf(key);
        fileLock.unlock(path);
        setRetention(path, present.modified().isBefore(retainUntil) ? retainUntil : present.modified());
        synced(() -> disk.syncFile(path));
    }

    private void setRetention(Path path, Instant retainUntil) throws IOException {
        Instant date = wholeSeconds(retainUntil);
        disk.setModified(path, date);
        Instant kept = disk.facts(path).map(FileFacts::modified).orElse(Instant.EPOCH);
        if (kept.isBefore(date)) {
            throw new IOException("this file system cannot keep the date " + date + ", it makes it " + kept
                    + " (XFS needs bigtime=1, ext4 inodes of 256 bytes)");
        }
    }

    private static Instant wholeSeconds(Instant date) {
        if (!date.isBefore(LAST_DATE)) {
            return LAST_DATE;
        }
        Instant floor = date.truncatedTo(ChronoUnit.SECONDS);
        return floor.equals(date) ? floor : floor.plusSeconds(1);
    }

    private void checkSame(ObjectKey key, FileFacts present, byte[] bytes) throws IOException {
        if (present.sizeBytes() != bytes.length) {
            throw new ObjectConflictException(key + " holds " + present.sizeBytes() + " bytes, not these "
                    + bytes.length + "; what is there stays");
        }
        if (!java.util.Arrays.equals(read(key, bytes.length), bytes)) {
            throw new ObjectConflictException(
                    key + " holds other bytes than these, as many (" + bytes.length + "); what is there stays");
        }
    }

    /** Two files where one was to be: by a restored backup, say. Only if equal may the staged one go. */
    private void checkSame(ObjectKey key, FileFacts present, Path staged, FileFacts waiting) throws IOException {
        if (present.sizeBytes() != waiting.sizeBytes()) {
            throw new ObjectConflictException(key + " holds " + present.sizeBytes() + " bytes, the staged file "
                    + waiting.sizeBytes() + "; both stay");
        }
        try (SeekableByteChannel one = open(key);
                SeekableByteChannel other = disk.openToRead(staged)) {
            ByteBuffer left = ByteBuffer.allocate(COMPARE_BYTES);
            ByteBuffer right = ByteBuffer.allocate(COMPARE_BYTES);
            for (long at = 0; at < present.sizeBytes(); at += COMPARE_BYTES) {
                int count = (int) Math.min(COMPARE_BYTES, present.sizeBytes() - at);
                fill(one, left.clear().limit(count));
                fill(other, right.clear().limit(count));
                if (!left.flip().equals(right.flip())) {
                    throw new ObjectConflictException(
                            key + " and the staged file differ within " + count + " bytes from " + at + "; both stay");
                }
            }
        }
    }

    private static void fill(SeekableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /**
     * After a failed sync of a directory or of a date, a second one that succeeds proves nothing (the kernel reports a
     * lost write once). So the store takes no more until it is started anew.
     */
    private void synced(Step step) throws IOException {
        try {
            step.run();
        } catch (ClosedChannelException | java.io.InterruptedIOException e) {
            throw e; // The thread was interrupted, as Flink does with a cancelled task: no word from the disk.
        } catch (IOException e) {
            stopped = "stopped, because a sync failed: " + e.getMessage();
            throw e;
        }
    }

    private void checkRunning() throws IOException {
        String reason = stopped;
        if (reason != null) {
            throw new IOException("the WORM store in " + directories.root() + " " + reason);
        }
    }

    private void dropAfter(IOException cause, Path temporary) {
        try {
            // While the name of an object is in doubt, its temporary one is what tells the start about it.
            if (disk.facts(temporary).map(facts -> facts.links() == 1).orElse(false)) {
                disk.delete(temporary);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private StoredObject stored(ObjectKey key, FileFacts facts) throws IOException {
        return new StoredObject(key, facts.sizeBytes(), facts.modified(), holds.has(key));
    }

    private static Path holderOf(Path path) {
        Path holder = path.getParent();
        if (holder == null) {
            throw new IllegalArgumentException("no directory: " + path);
        }
        return holder;
    }

    private Object stripe(ObjectKey key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }

    @Override
    public Optional<Path> localPath(ObjectKey key) {
        return Optional.of(tree.pathOf(key));
    }

    @Override
    public void close() {
        stopped = "is closed";
    }
}
