package org.unbroken.ingest.gateway.upload;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Received bytes that no disk has taken yet, over all uploads. Above the limit no connection is read from; the kernel's
 * socket buffers fill, TCP's window closes, and the camera waits.
 *
 * <p>The bound is the limit plus one socket read for each connection that was waiting for its client when the limit was
 * reached.
 */
public final class InFlight {
    private final long limitBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Runnable> heldUp = new ConcurrentLinkedQueue<>();

    public InFlight(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    public long bytes() {
        return bytes.get();
    }

    void take(int count) {
        bytes.addAndGet(count);
    }

    /** True: read on. False: {@code letOn} is called, from any thread, once there is room; then ask again. */
    boolean roomOr(Runnable letOn) {
        if (bytes.get() < limitBytes) {
            return true;
        }
        heldUp.add(letOn);
        // Room may have come between the look and the add, with nobody left to release anything.
        letOn();
        return false;
    }

    void give(int count) {
        bytes.addAndGet(-count);
        letOn();
    }

    /**
     * Lets all go at half the limit, not one by one: the one that is let on may be gone, or its client slow, and would
     * then never wake the next.
     */
    private void letOn() {
        if (bytes.get() <= limitBytes / 2) {
            for (Runnable next = heldUp.poll(); next != null; next = heldUp.poll()) {
                next.run();
            }
        }
    }
}
