package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/**
 * Originals as files that a worker process can read: where they lie, or copied into a scratch folder where the store has
 * no files. A copy is deleted after its use; what a killed process left is deleted at {@link #start}.
 *
 * <p>The folder never takes the last of its disk: a copy begins when it leaves the reserve free, and otherwise waits for
 * the copies that are there to go.
 */
public final class OriginalFiles {
    private static final Logger log = LoggerFactory.getLogger(OriginalFiles.class);
    private static final int BUFFER_BYTES = 1 << 20;

    private final WormStore worm;
    private final @Nullable Path scratch;
    private final long reserveBytes;
    private final AtomicLong names = new AtomicLong();
    private final Object room = new Object();
    /** Copies in the folder, and what of them is still to be written: the disk does not know of that yet. */
    private int copies;

    private long toBeWritten;

    /** Of a store whose objects are files of this machine. */
    public OriginalFiles(WormStore worm) {
        this(worm, null, 0);
    }

    /**
     * @param scratch private to this process; all that is in it is deleted at the start
     * @param reserveBytes what is left free on its disk
     */
    public OriginalFiles(WormStore worm, @Nullable Path scratch, long reserveBytes) {
        this.worm = worm;
        this.scratch = scratch;
        this.reserveBytes = reserveBytes;
    }

    public void start() throws IOException {
        if (scratch == null) {
            return;
        }
        Files.createDirectories(scratch);
        try (Stream<Path> left = Files.list(scratch)) {
            for (Path copy : left.toList()) {
                Files.delete(copy);
            }
        }
    }

    /**
     * To be closed as soon as it is not needed.
     *
     * @throws NoSuchFileException when the store does not have it
     * @throws NoRoomException when it does not fit though no other copy is there
     */
    LocalOriginal open(RecordingId id) throws IOException, InterruptedException {
        ObjectKey key = ObjectKey.original(id);
        Optional<Path> there = worm.localPath(key);
        if (there.isPresent()) {
            return new LocalOriginal(there.get(), () -> {});
        }
        Path folder = scratch;
        if (folder == null) {
            throw new NoSuchFileException(key.value());
        }
        try (SeekableByteChannel original = worm.open(key)) {
            Path copy = folder.resolve(names.incrementAndGet() + "-" + id);
            Reservation reservation = reserve(folder, original.size());
            try {
                copy(original, copy, reservation);
            } catch (IOException | RuntimeException e) {
                reservation.end(copy);
                throw e;
            }
            return new LocalOriginal(copy, () -> reservation.end(copy));
        }
    }

    private Reservation reserve(Path folder, long size) throws IOException, InterruptedException {
        synchronized (room) {
            while (true) {
                long free = Files.getFileStore(folder).getUsableSpace() - toBeWritten - reserveBytes;
                if (size <= free) {
                    copies++;
                    toBeWritten += size;
                    return new Reservation(size);
                }
                if (copies == 0) {
                    throw new NoRoomException("the original has " + size + " bytes; " + folder + " has "
                            + Math.max(0, free) + " free beyond its reserve of " + reserveBytes);
                }
                room.wait();
            }
        }
    }

    private static void copy(SeekableByteChannel from, Path to, Reservation reservation) throws IOException {
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                reservation.written(buffer.remaining());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
        }
    }

    private final class Reservation {
        private long left;
        private boolean ended;

        private Reservation(long size) {
            left = size;
        }

        private void written(long bytes) {
            synchronized (room) {
                long less = Math.min(bytes, left);
                left -= less;
                toBeWritten -= less;
            }
        }

        private void end(Path copy) {
            synchronized (room) {
                if (ended) {
                    return;
                }
                ended = true;
                try {
                    Files.deleteIfExists(copy);
                } catch (IOException e) {
                    log.atWarn().addKeyValue("copy", copy).setCause(e).log("left until the next start");
                }
                toBeWritten -= left;
                left = 0;
                copies--;
                room.notifyAll();
            }
        }
    }
}
