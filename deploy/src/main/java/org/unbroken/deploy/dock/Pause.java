package org.unbroken.deploy.dock;

import java.time.Duration;

/** Waits. Tests put one in its place that does not. */
@FunctionalInterface
public interface Pause {
    void of(Duration length) throws InterruptedException;

    static Pause real() {
        return length -> Thread.sleep(length.toMillis());
    }
}
