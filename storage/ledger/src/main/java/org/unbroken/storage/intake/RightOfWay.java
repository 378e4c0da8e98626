package org.unbroken.storage.intake;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Receiving goes before sealing when disk or cores are short: a camera waits at the dock, an already landed recording
 * waits in safety. The gateway counts its queued disk work here; sealing asks between chunks and lets it go first. It
 * never waits longer than it says, so a door that is always busy slows sealing down and does not stop it.
 */
public final class RightOfWay {
    private final Receiving receiving = new Receiving();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private long queued;

    /** The gateway's side. */
    public Receiving receiving() {
        return receiving;
    }

    /**
     * Sealing's side: returns at once when no received bytes wait for disk or digest, otherwise once none do or the
     * time is up.
     *
     * @return whether receiving was idle
     */
    public boolean awaitTurn(Duration maxWait) throws InterruptedException {
        long nanos = maxWait.toNanos();
        lock.lockInterruptibly();
        try {
            while (queued > 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = idle.awaitNanos(nanos);
            }
            return true;
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
                    idle.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
