package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Drains a worker's standard error and keeps the last few KiB, where a dying JVM says what killed it. */
final class StderrTail {
    private static final int KEPT = 16 << 10;
    private final byte[] kept = new byte[KEPT];
    private int length;

    /** Reads until the stream ends, and then answers true, or until so many bytes were read. */
    boolean drain(InputStream stream, long most) {
        byte[] buffer = new byte[4096];
        long seen = 0;
        try {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                keep(buffer, read);
                seen += read;
                if (seen > most) {
                    return false;
                }
            }
        } catch (IOException e) {
            // The process is gone; what was kept is all there is.
        }
        return true;
    }

    private synchronized void keep(byte[] buffer, int count) {
        // A worker serves many jobs: the newest half matters when the first lines were of an older one.
        if (length + count > KEPT) {
            int half = KEPT / 2;
            if (length > half) {
                System.arraycopy(kept, length - half, kept, 0, half);
                length = half;
            }
        }
        int fits = Math.min(count, KEPT - length);
        System.arraycopy(buffer, 0, kept, length, fits);
        length += fits;
    }

    synchronized String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }
}
