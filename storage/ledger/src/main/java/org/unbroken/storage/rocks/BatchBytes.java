package org.unbroken.storage.rocks;

import java.util.Arrays;

/**
 * The bytes of a RocksDB {@code WriteBatch}, put together here: a call into the library for each row costs more than the
 * row. The layout is RocksDB's own, which its write-ahead log has too (db/write_batch.cc).
 *
 * <pre>
 * ┌──────────────────────┬─────────────────────┬──────────┬──────────┬──
 * │ sequence, 8, zero    │ number of records, 4│ record   │ record   │ …       both little-endian
 * └──────────────────────┴─────────────────────┴──────────┴──────────┴──
 *
 * record                 of the default family            of another one
 *   put                  01        key value              05 family key value
 *   delete               00        key                    04 family key
 *   delete a range       0f        first end              0e family first end
 *
 * family                 its id, a varint
 * key, value, …          length, a varint, and so many bytes
 * varint                 seven bits a byte, lowest first; the eighth bit is set where another byte follows
 * </pre>
 *
 * Not thread-safe.
 */
final class BatchBytes {
    private static final int HEADER = 12;
    private static final int COUNT = 8;
    private static final int LONGEST_VARINT = 5;

    private static final int DELETION = 0x00;
    private static final int VALUE = 0x01;
    private static final int FAMILY_DELETION = 0x04;
    private static final int FAMILY_VALUE = 0x05;
    private static final int FAMILY_RANGE_DELETION = 0x0e;
    private static final int RANGE_DELETION = 0x0f;

    private byte[] bytes;
    private int length = HEADER;
    private int records;

    BatchBytes(int expectedBytes) {
        this.bytes = new byte[Math.max(HEADER, expectedBytes)];
    }

    void put(int family, byte[] key, byte[] value) {
        begin(VALUE, FAMILY_VALUE, family, (long) key.length + value.length);
        text(key);
        text(value);
    }

    void delete(int family, byte[] key) {
        begin(DELETION, FAMILY_DELETION, family, key.length);
        text(key);
    }

    void deleteRange(int family, byte[] from, byte[] toExclusive) {
        begin(RANGE_DELETION, FAMILY_RANGE_DELETION, family, (long) from.length + toExclusive.length);
        text(from);
        text(toExclusive);
    }

    int length() {
        return length;
    }

    /** The batch so far; the next one is begun. */
    byte[] take() {
        byte[] batch = Arrays.copyOf(bytes, length);
        for (int i = 0; i < Integer.BYTES; i++) {
            batch[COUNT + i] = (byte) (records >>> (8 * i));
        }
        length = HEADER;
        records = 0;
        return batch;
    }

    private void begin(int inDefault, int inAnother, int family, long contents) {
        makeRoom(1 + 3 * LONGEST_VARINT + contents);
        if (family == 0) {
            bytes[length++] = (byte) inDefault;
        } else {
            bytes[length++] = (byte) inAnother;
            varint(family);
        }
        records++;
    }

    private void makeRoom(long more) {
        long needed = length + more;
        if (needed > bytes.length) {
            // Beyond what an array can have, nothing of the batch is written.
            bytes = Arrays.copyOf(bytes, Math.max(Math.toIntExact(needed), (int) Math.min(2L * bytes.length, 1 << 30)));
        }
    }

    private void text(byte[] text) {
        varint(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void varint(int number) {
        int rest = number;
        while (rest >>> 7 != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }
}
