package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The life of one process as its neighbours see it: it goes on, or sleeps in the middle of what it does (every call that
 * leaves it waits), or is dead (every call fails).
 */
final class Stall {
    private @Nullable Predicate<String> when;
    private boolean asleep;
    private boolean dead;
    private boolean dies;
    private String where = "";

    /** Sleeps at the first step for which this holds. Steps are "before" or "after", what is done, and to which name. */
    synchronized void sleepWhen(Predicate<String> step) {
        when = step;
        dies = false;
    }

    synchronized void dieWhen(Predicate<String> step) {
        when = step;
        dies = true;
    }

    /** A step number, counted from now. */
    static Predicate<String> number(int wanted) {
        AtomicInteger count = new AtomicInteger();
        return step -> count.getAndIncrement() == wanted;
    }

    synchronized boolean isAsleep() {
        return asleep;
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized String where() {
        return where;
    }

    synchronized void wake() {
        when = null;
        asleep = false;
        notifyAll();
    }

    synchronized void die() {
        when = null;
        dead = true;
        asleep = false;
        notifyAll();
    }

    /** A step of what writes: not of a heartbeat, which comes when it likes. */
    void step(String name) throws IOException {
        synchronized (this) {
            Predicate<String> armed = when;
            if (armed != null && !Thread.currentThread().getName().equals("custody-heartbeat") && armed.test(name)) {
                when = null;
                where = name;
                asleep = !dies;
                dead |= dies;
            }
        }
        pass();
    }

    synchronized void pass() throws IOException {
        boolean interrupted = false;
        while (asleep) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (dead) {
            throw new IOException("this process is dead");
        }
    }
}
