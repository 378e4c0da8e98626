package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** A store whose log cannot be asked: as one that is away. */
final class MemoryAway extends ThroughWorm {
    MemoryAway(WormStore store) {
        super(store);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        if (key.value().startsWith("log/")) {
            throw new IOException("away");
        }
        return super.find(key);
    }
}
