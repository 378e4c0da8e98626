package org.unbroken.storage.events;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.LandingCodec;

/** A landing as the value of a record: {@link LandingCodec}'s bytes. */
public final class LandingRecord {
    /** Leaves room for the key and for what Kafka puts around a record. */
    static final int MAX_BYTES = Topic.MAX_MESSAGE_BYTES - (64 << 10);

    private LandingRecord() {}

    public static byte[] key(Landing landing) {
        return RecordKey.of(landing.agency(), landing.camera());
    }

    /** Throws {@link IllegalArgumentException} for a landing that no record can hold. */
    public static byte[] encode(Landing landing) {
        byte[] value = LandingCodec.encode(landing);
        if (value.length > MAX_BYTES) {
            throw new IllegalArgumentException("the landing of recording " + landing.recording() + " has "
                    + value.length + " bytes, and a record holds " + MAX_BYTES);
        }
        return value;
    }

    /** Throws {@link IOException}, and nothing else, for what {@link #encode} cannot have made. */
    public static Landing decode(byte @Nullable [] value) throws IOException {
        if (value == null) {
            throw new IOException("a record without a value");
        }
        return LandingCodec.decode(value);
    }
}
