package org.unbroken.storage.intake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Receiving goes before sealing when disk or cores are short: a camera waits at the dock, an already landed recording
 * waits in safety. The gateway counts its queued disk work here; sealing asks between chunks and lets it go first. It
 * never waits longer than it says, so a door that is always busy slows sealing down and does not stop it.
 *
 * <p>Between two pieces of a fast upload nothing is queued for a moment, while the next is read from the socket. So the
 * door counts as busy until it has been quiet for a while: else sealing takes every such moment, and with it a core from
 * receiving (half of the throughput on two cores). Beside slow uploads, a piece a second, it makes no difference.
 */
public final class RightOfWay {
    private static final long QUIET_NANOS = Duration.ofMillis(5).toNanos();

    private final Receiving receiving = new Receiving();
    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoTime;
    private long queued;
    private long busyUntil;

    public RightOfWay() {
        this(System::nanoTime);
    }

    /** {@code nanoTime}: as {@link System#nanoTime}. */
    RightOfWay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.busyUntil = nanoTime.getAsLong();
    }

    /** The gateway's side. */
    public Receiving receiving() {
        return receiving;
    }

    /**
     * Sealing's side: returns at once when receiving is quiet, otherwise once it is or the time is up.
     *
     * @return whether receiving was quiet
     */
    public boolean awaitTurn(Duration maxWait) throws InterruptedException {
        long deadline = nanoTime.getAsLong() + maxWait.toNanos();
        while (!quiet()) {
            long left = deadline - nanoTime.getAsLong();
            if (left <= 0) {
                return false;
            }
            // Looks again, and is not woken: a fast upload falls idle thousands of times a second.
            TimeUnit.NANOSECONDS.sleep(Math.min(left, QUIET_NANOS));
        }
        return true;
    }

    private boolean quiet() {
        lock.lock();
        try {
            return queued == 0 && busyUntil - nanoTime.getAsLong() <= 0;
        } finally {
            lock.unlock();
        }
    }

    /** Pieces of receiving's work that are queued or under way. */
    public long queued() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    /** Brackets each piece of receiving's disk work, from when it is queued to when it is done. */
    public final class Receiving {
        private Receiving() {}

        public void begin() {
            lock.lock();
            try {
                queued++;
            } finally {
                lock.unlock();
            }
        }

        public void end() {
            lock.lock();
            try {
                if (queued == 0) {
                    throw new IllegalStateException("an end without its begin");
                }
                queued--;
                if (queued == 0) {
                    busyUntil = nanoTime.getAsLong() + QUIET_NANOS;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
