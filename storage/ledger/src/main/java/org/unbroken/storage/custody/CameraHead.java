package org.unbroken.storage.custody;

import java.nio.ByteBuffer;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.rocks.Keys;

/** A camera's newest entry: its position and the digest that the next one names as {@code previous}. */
record CameraHead(long position, Sha256 entry) {
    /** Before a camera's first entry. */
    static final CameraHead NONE = new CameraHead(0, Sha256.ZERO);

    static CameraHead parse(byte[] bytes) {
        return new CameraHead(ByteBuffer.wrap(bytes).getLong(), Sha256.wrap(LogRecords.tail(bytes, Long.BYTES)));
    }

    byte[] bytes() {
        return Keys.join(Keys.ofLong(position), entry.bytes());
    }
}
