package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Set;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** Notes which objects are read. */
final class ReadsNoted extends ThroughWorm {
    private final Set<ObjectKey> read;

    ReadsNoted(WormStore store, Set<ObjectKey> read) {
        super(store);
        this.read = read;
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        read.add(key);
        return super.read(key, limitBytes);
    }
}
