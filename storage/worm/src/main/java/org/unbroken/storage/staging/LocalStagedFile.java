package org.unbroken.storage.staging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.durable.DiskFile;

/**
 * A staged upload as one plain file.
 *
 * <p>After a failed fsync Linux takes the pages it could not write for clean: they read well, the next fsync succeeds,
 * and the disk never gets them. So after a failure this file is cut back to what an earlier {@link #sync} of this very
 * object proved (to nothing, if none did), and refuses everything but {@link #close}. The camera sends the rest again.
 */
final class LocalStagedFile implements StagedFile {
    private final RecordingId id;
    private final DiskFile file;
    private final Consumer<LocalStagedFile> onClose;
    private long provenBytes;
    private volatile @Nullable String refusal;

    LocalStagedFile(RecordingId id, DiskFile file, Consumer<LocalStagedFile> onClose) {
        this.id = id;
        this.file = file;
        this.onClose = onClose;
    }

    RecordingId id() {
        return id;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        checkUsable();
        long length = file.length();
        if (offset < 0 || offset > length) {
            throw new IllegalArgumentException(
                    "write at " + offset + " into " + id + ", which has " + length + " bytes");
        }
        // Bytes written over are proven no longer.
        provenBytes = Math.min(provenBytes, offset);
        file.write(offset, bytes);
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        checkUsable();
        return file.read(offset, into);
    }

    @Override
    public void truncate(long length) throws IOException {
        checkUsable();
        if (length < 0) {
            throw new IllegalArgumentException("truncate " + id + " to " + length);
        }
        provenBytes = Math.min(provenBytes, length);
        file.truncate(length);
    }

    @Override
    public long readableFrom() {
        return 0;
    }

    /** The kernel has them. */
    @Override
    public void settle() {}

    @Override
    public void sync(long upTo) throws IOException {
        checkUsable();
        long length = file.length();
        try {
            file.syncData();
        } catch (ClosedChannelException e) {
            // Interrupted, or handed over: no word from the disk. Whoever opens the file again syncs it again.
            refusal = "was closed during a sync";
            throw e;
        } catch (IOException e) {
            refusal = "could not be synced earlier";
            try {
                file.truncate(provenBytes);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new IOException(
                    "cannot make staged " + id + " durable; cut back to " + provenBytes + " bytes: " + e.getMessage(),
                    e);
        }
        provenBytes = length;
    }

    private void checkUsable() throws IOException {
        String reason = refusal;
        if (reason != null) {
            throw new IOException("staged " + id + " " + reason + "; it has to be opened again");
        }
    }

    /** The bytes are about to become an object: whoever still holds this open can no longer change them. */
    void handOver() throws IOException {
        refusal = "has been handed over";
        close();
    }

    @Override
    public void close() throws IOException {
        onClose.accept(this);
        file.close();
    }
}
