package org.unbroken.storage.worm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts a lost object again into a store in which nothing can be replaced: a locked version with wrong bytes stays, and the
 * caller is told so.
 */
public final class PuttingBack implements RestoringStore {
    private static final int MOST_AT_ONCE = 64 << 20;

    private final WormStore store;

    public PuttingBack(WormStore store) {
        this.store = store;
    }

    @Override
    public StoredObject restore(ObjectKey key, RightBytes bytes, Instant retainUntil) throws IOException {
        Optional<StoredObject> present = store.find(key);
        if (present.isPresent()) {
            throw new CannotReplaceException(key + " is there with other bytes, locked until "
                    + present.get().retainUntil() + ": nobody can put the right ones in its place before that");
        }
        if (bytes.size() > MOST_AT_ONCE) {
            throw new CannotReplaceException(key + " has " + bytes.size()
                    + " bytes, more than are put at once here: copy it from the replica by hand, under the same key");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream((int) bytes.size());
        try (RightBytes.Pieces pieces = bytes.begin()) {
            for (ByteBuffer piece = pieces.next(); piece.hasRemaining(); piece = pieces.next()) {
                byte[] some = new byte[piece.remaining()];
                piece.get(some);
                whole.write(some);
            }
        }
        return store.put(key, whole.toByteArray(), retainUntil);
    }
}
