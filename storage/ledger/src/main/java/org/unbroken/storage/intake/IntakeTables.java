package org.unbroken.storage.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.rocks.Keys;

/**
 * The column families of the intake database and their keys. Numbers are big-endian, so that the order of keys is the
 * order of what they stand for; {@code ‖} joins.
 *
 * <pre>
 * family     key                                          value
 * session    id (36 ASCII)                                {@link SessionCodec}; stays after completion
 * open       agency ‖ 00 ‖ camera ‖ 00 ‖ id (36)          empty; there as long as the upload is unfinished
 * expiry     expires: s (8) ‖ ns (4) ‖ id (36)            empty; as open
 * chunk      id (36) ‖ index (4)                          digest (32); as open, then in the landing
 * landing    sequence (8)                                 {@link LandingCodec}; stays
 * landed     id (36)                                      sequence (8); stays
 * pending    sequence (8)                                 empty; there until the landing is done
 * retry      sequence (8)                                 {@link RetryCodec}; the last failure, stays
 * due        not before: s (8) ‖ ns (4) ‖ sequence (8)    empty; there while pending and waiting to be tried again
 * </pre>
 */
final class IntakeTables {
    static final String SESSION = "session";
    static final String OPEN = "open";
    static final String EXPIRY = "expiry";
    static final String CHUNK = "chunk";
    static final String LANDING = "landing";
    static final String LANDED = "landed";
    static final String PENDING = "pending";
    static final String RETRY = "retry";
    static final String DUE = "due";
    static final List<String> ALL = List.of(SESSION, OPEN, EXPIRY, CHUNK, LANDING, LANDED, PENDING, RETRY, DUE);

    static final byte[] EMPTY = new byte[0];

    private static final int ID_BYTES = 36;
    private static final int TIME_BYTES = Long.BYTES + Integer.BYTES;

    private IntakeTables() {}

    static byte[] id(RecordingId id) {
        return Keys.ofText(id.value());
    }

    static byte[] camera(String agency, String camera) {
        return Keys.join(Keys.ofTerminated(agency), Keys.ofTerminated(camera));
    }

    static byte[] open(UploadSession session) {
        return Keys.join(camera(session.agency(), session.camera()), id(session.id()));
    }

    static RecordingId idOfOpen(byte[] key, byte[] camera) throws IOException {
        if (key.length != camera.length + ID_BYTES) {
            throw new IOException("a key of " + key.length + " bytes in " + OPEN);
        }
        return readId(key, camera.length);
    }

    static byte[] expiry(UploadSession session) {
        return Keys.join(time(session.expires()), id(session.id()));
    }

    static RecordingId idOfExpiry(byte[] key) throws IOException {
        if (key.length != TIME_BYTES + ID_BYTES) {
            throw new IOException("a key of " + key.length + " bytes in " + EXPIRY);
        }
        return readId(key, TIME_BYTES);
    }

    static byte[] chunk(RecordingId id, int index) {
        return Keys.join(
                id(id), ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    }

    static int indexOfChunk(byte[] key) throws IOException {
        if (key.length != ID_BYTES + Integer.BYTES) {
            throw new IOException("a key of " + key.length + " bytes in " + CHUNK);
        }
        return ByteBuffer.wrap(key).getInt(ID_BYTES);
    }

    static byte[] due(Instant notBefore, long sequence) {
        return Keys.join(time(notBefore), Keys.ofLong(sequence));
    }

    static long sequenceOfDue(byte[] key) throws IOException {
        if (key.length != TIME_BYTES + Long.BYTES) {
            throw new IOException("a key of " + key.length + " bytes in " + DUE);
        }
        return ByteBuffer.wrap(key).getLong(TIME_BYTES);
    }

    static long readSequence(byte[] bytes) throws IOException {
        if (bytes.length != Long.BYTES) {
            throw new IOException("a sequence number of " + bytes.length + " bytes");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** Moments before 1970 sort as 1970: a clock that stands there is past any deadline all the same. */
    static byte[] time(Instant time) {
        Instant shown = time.getEpochSecond() < 0 ? Instant.EPOCH : time;
        return ByteBuffer.allocate(TIME_BYTES)
                .putLong(shown.getEpochSecond())
                .putInt(shown.getNano())
                .array();
    }

    private static RecordingId readId(byte[] key, int offset) throws IOException {
        try {
            return new RecordingId(new String(key, offset, ID_BYTES, java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException("a key without a recording id", e);
        }
    }
}
