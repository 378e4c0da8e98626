package org.unbroken.storage.ledger;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.unbroken.integrity.RecordingId;

/** A recording's id as 16 bytes. Their order is the ids' order, which is that of time; inverted, newest comes first. */
public final class RecordingKey {
    public static final int LENGTH = 16;

    private RecordingKey() {}

    public static byte[] of(RecordingId id) {
        UUID uuid = UUID.fromString(id.value());
        return ByteBuffer.allocate(LENGTH)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    public static byte[] inverted(RecordingId id) {
        return invert(of(id));
    }

    static RecordingId ofInverted(byte[] key) {
        return id(invert(key));
    }

    public static RecordingId id(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        return new RecordingId(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }

    private static byte[] invert(byte[] key) {
        byte[] inverted = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            inverted[i] = (byte) ~key[i];
        }
        return inverted;
    }
}
