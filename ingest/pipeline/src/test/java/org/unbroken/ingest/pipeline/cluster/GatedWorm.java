package org.unbroken.ingest.pipeline.cluster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.worm.ObjectKey;
import org.unbroken.storage.worm.StoredObject;
import org.unbroken.storage.worm.ThroughWorm;
import org.unbroken.storage.worm.WormStore;

/** Stows a recording once the file {@code gate/ID} is there, so that a test holds work under way as long as it wants. */
final class GatedWorm extends ThroughWorm {
    private static final long POLL_NANOS = 20_000_000;

    private final Path gate;

    GatedWorm(WormStore store, Path gate) {
        super(store);
        this.gate = gate;
    }

    @Override
    public StoredObject stow(RecordingId staged, long size, ObjectKey key, Instant retainUntil) throws IOException {
        while (!Files.exists(gate.resolve(staged.value()))) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("closed while waiting at the gate");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return store.stow(staged, size, key, retainUntil);
    }
}
