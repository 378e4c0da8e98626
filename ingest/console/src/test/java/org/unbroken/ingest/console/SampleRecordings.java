package org.unbroken.ingest.console;

import java.util.Random;

/** Bytes for recordings; no decoder sees them here. */
final class SampleRecordings {
    private SampleRecordings() {}

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
