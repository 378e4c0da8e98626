package org.unbroken.storage.audit;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.function.Predicate;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** Answers nothing about some of its objects. */
final class AwayWorm extends ThroughWorm {
    private Predicate<ObjectKey> away;

    AwayWorm(WormStore store, Predicate<ObjectKey> away) {
        super(store);
        this.away = away;
    }

    void back() {
        away = key -> false;
    }

    private void check(ObjectKey key) throws IOException {
        if (away.test(key)) {
            throw new IOException("away: " + key);
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws IOException {
        check(key);
        return super.find(key);
    }

    @Override
    public SeekableByteChannel open(ObjectKey key) throws IOException {
        check(key);
        return super.open(key);
    }

    @Override
    public byte[] read(ObjectKey key, int limitBytes) throws IOException {
        check(key);
        return super.read(key, limitBytes);
    }
}
