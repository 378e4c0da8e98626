package org.unbroken.storage.events;

import java.nio.charset.StandardCharsets;

/**
 * What puts all records of a camera into one partition, where they keep their order. The partition is that of Kafka's
 * default partitioner (murmur2 of the key, modulo the number of partitions).
 *
 * <pre>
 * agency ‖ 0x00 ‖ camera        ASCII; neither can hold a zero byte
 * </pre>
 */
public final class RecordKey {
    private RecordKey() {}

    public static byte[] of(String agency, String camera) {
        return (agency + '\0' + camera).getBytes(StandardCharsets.UTF_8);
    }
}
