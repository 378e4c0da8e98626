package org.unbroken.storage.s3;

import java.io.IOException;
import java.util.Arrays;
import org.unbroken.storage.worm.ObjectConflictException;

/** Compares what a key holds with what was to be put there. */
final class SameBytes {
    private final Reading reading;

    SameBytes(Reading reading) {
        this.reading = reading;
    }

    void check(ObjectVersion present, byte[] bytes) throws IOException {
        if (present.size() != bytes.length) {
            throw new ObjectConflictException(present.key() + " holds " + present.size() + " bytes, not these "
                    + bytes.length + "; what is there stays");
        }
        if (!Arrays.equals(reading.whole(present, bytes.length), bytes)) {
            throw new ObjectConflictException(present.key() + " holds other bytes than these, as many (" + bytes.length
                    + "); what is there stays");
        }
    }
}
