package org.unbroken.storage.custody;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread does; a condition that never holds is a failed test, not a hanging one. */
public final class Await {
    private Await() {}

    public static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not come true within 30 s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
