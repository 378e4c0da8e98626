package org.unbroken.storage.worm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.staging.StagingArea;

/**
 * Puts a lost object again into a store in which nothing can be replaced: a locked version with wrong bytes stays, and the
 * caller is told so. A small object is put whole; an original goes the way on which it came, by the staging area.
 *
 * <p>A crash leaves staged bytes of a recording that is sealed, which nobody else looks at: the next call throws them away
 * and begins anew.
 */
public final class PuttingBack implements RestoringStore {
    /** What is no original is put whole; the largest is a segment of the log, or a full bundle of its entries. */
    public static final int MOST_AT_ONCE = 17 << 20;

    private static final String ORIGINAL = "/original";

    private final WormStore store;
    private final StagingArea staging;

    public PuttingBack(WormStore store, StagingArea staging) {
        this.store = store;
        this.staging = staging;
    }

    @Override
    public StoredObject restore(ObjectKey key, RightBytes bytes, Instant retainUntil) throws IOException {
        Optional<StoredObject> present = store.find(key);
        if (present.isPresent()) {
            throw new CannotReplaceException(key + " is there with other bytes, locked until "
                    + present.get().retainUntil() + ": nobody can put the right ones in its place before that");
        }
        Optional<RecordingId> recording = ofOriginal(key);
        if (recording.isPresent()) {
            stage(recording.get(), bytes);
            StoredObject stowed = store.stow(recording.get(), bytes.size(), key, retainUntil);
            store.releaseStaged(recording.get());
            return stowed;
        }
        return store.put(key, whole(key, bytes), retainUntil);
    }

    /** Empty for all that is small. */
    private static Optional<RecordingId> ofOriginal(ObjectKey key) {
        if (!key.value().endsWith(ORIGINAL)) {
            return Optional.empty();
        }
        String folder = key.value().substring(0, key.value().length() - ORIGINAL.length());
        return Optional.of(new RecordingId(folder.substring(folder.lastIndexOf('/') + 1)));
    }

    private void stage(RecordingId recording, RightBytes bytes) throws IOException {
        try (StagedFile staged = fresh(recording, bytes.size());
                RightBytes.Pieces pieces = bytes.begin()) {
            long at = 0;
            for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
                int length = piece.remaining();
                staged.write(at, piece);
                at += length;
            }
            if (at != bytes.size()) {
                throw new IOException("the copy has " + at + " bytes of " + bytes.size());
            }
            staged.finish();
        } catch (IOException e) {
            dropAfter(e, recording);
            throw e;
        }
    }

    private StagedFile fresh(RecordingId recording, long size) throws IOException {
        try {
            return staging.create(recording, OptionalLong.of(size));
        } catch (FileAlreadyExistsException e) {
            staging.discard(recording);
            return staging.create(recording, OptionalLong.of(size));
        }
    }

    private void dropAfter(IOException cause, RecordingId recording) {
        try {
            staging.discard(recording);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static byte[] whole(ObjectKey key, RightBytes bytes) throws IOException {
        if (bytes.size() > MOST_AT_ONCE) {
            throw new IOException(key + " has " + bytes.size() + " bytes, more than any document");
        }
        ByteBuffer whole = ByteBuffer.allocate((int) bytes.size());
        try (RightBytes.Pieces pieces = bytes.begin()) {
            for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
                whole.put(piece);
            }
        }
        if (whole.hasRemaining()) {
            throw new IOException("the copy has " + whole.position() + " bytes of " + bytes.size());
        }
        return whole.array();
    }
}
