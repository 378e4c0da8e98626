package org.unbroken.ingest.pipeline.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.unbroken.ingest.pipeline.seal.EncodedLanding;
import org.unbroken.ingest.pipeline.seal.LandingRef;

/**
 * A landing to be tried again, as a message.
 *
 * <pre>
 * byte 0       version, 1
 * bytes 1-4    the try that is to come, from 2, big-endian
 * bytes 5-12   not before: milliseconds since 1970, big-endian
 * the rest     the landing
 * </pre>
 */
record RetryMessage(LandingRef ref, long notBeforeMillis) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + Integer.BYTES + Long.BYTES;

    static byte[] encode(LandingRef failed, Instant notBefore) {
        byte[] landing = failed.encoded().bytes();
        return ByteBuffer.allocate(FIXED_BYTES + landing.length)
                .put(VERSION)
                .putInt(failed.attempt() + 1)
                .putLong(notBefore.toEpochMilli())
                .put(landing)
                .array();
    }

    static RetryMessage decode(byte[] value) throws IOException {
        if (value.length < FIXED_BYTES) {
            throw new IOException("a retry of " + value.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        byte version = in.get();
        if (version != VERSION) {
            throw new IOException("a retry of version " + version + ", this is " + VERSION);
        }
        int attempt = in.getInt();
        if (attempt < 2) {
            throw new IOException("a retry as attempt " + attempt);
        }
        long notBefore = in.getLong();
        EncodedLanding landing = EncodedLanding.parse(Arrays.copyOfRange(value, FIXED_BYTES, value.length));
        return new RetryMessage(new LandingRef(landing.decoded().sequence(), attempt, landing), notBefore);
    }
}
