package org.unbroken.deploy.simulate.live;

import java.time.Duration;

/**
 * What to play.
 *
 * @param cameras that come in, each once
 * @param filesPerCamera uploaded one after another by each
 * @param duration within which they come in
 * @param concurrent uploads at once; cameras beyond wait for a place at the dock
 * @param patience how long to go on trying with one upload
 * @param settle how long to wait for receipts after the last upload
 * @param seed of the bytes and camera names: another run has others
 */
public record Run(
        int cameras,
        int filesPerCamera,
        int sizeBytes,
        Duration duration,
        DockingCurve curve,
        int concurrent,
        Duration patience,
        Duration settle,
        long seed) {
    public Run {
        if (cameras < 1 || filesPerCamera < 1 || concurrent < 1 || sizeBytes < 0) {
            throw new IllegalArgumentException("cameras, files a camera and uploads at once are 1 or more");
        }
        if (sizeBytes > 64 << 20) {
            throw new IllegalArgumentException(
                    "size " + sizeBytes + ": at most 64 MiB; the simulation keeps it in memory");
        }
        if ((long) sizeBytes * concurrent > 128 << 20) {
            throw new IllegalArgumentException("size " + sizeBytes + " times " + concurrent
                    + " uploads at once: at most 128 MiB together; take smaller files, which is what is measured here");
        }
        if (concurrent > 2000) {
            throw new IllegalArgumentException("uploads at once " + concurrent + ": at most 2000, a thread each");
        }
    }

    long files() {
        return (long) cameras * filesPerCamera;
    }
}
