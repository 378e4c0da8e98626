package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.WormStore;

/** Another WORM store. */
public final class StoreReplica implements Replica {
    private final String name;
    private final WormStore store;

    public StoreReplica(String name, WormStore store) {
        this.name = name;
        this.store = store;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<SeekableByteChannel> open(ObjectKey key) throws IOException {
        try {
            return Optional.of(store.open(key));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
