package org.unbroken.ingest.pipeline.describe;

import java.nio.charset.StandardCharsets;
import org.unbroken.integrity.json.JsonObject;

/**
 * What a camera's history keeps of a recording for comparing others with it: much longer than the whole inspection.
 * {@link Inspected#UNKNOWN} and empty texts stand where something is not known.
 *
 * @param offsetMicros the camera's clock ahead of the server's at docking
 * @param readMicros when that was read, and {@code receivedMicros} when the recording was received, by the server's clock
 * @param sha256 of the file, in hex
 * @param size of the file, in bytes
 * @param structure canonical JSON of a {@link Structure}
 */
public record TakeFacts(
        Take take,
        long offsetMicros,
        long readMicros,
        long receivedMicros,
        String sha256,
        long size,
        String structure) {

    static TakeFacts of(Arrival arrival) {
        return new TakeFacts(
                arrival.inspected().take(),
                arrival.inspected().clockOffsetMicros(),
                arrival.readMicros(),
                arrival.receivedMicros(),
                arrival.sha256(),
                arrival.size(),
                structure(arrival.inspected()));
    }

    /** Of a recording that an older version remembered, which kept less. */
    static TakeFacts of(Inspected inspected) {
        return new TakeFacts(
                inspected.take(),
                inspected.clockOffsetMicros(),
                Inspected.UNKNOWN,
                Inspected.UNKNOWN,
                "",
                Inspected.UNKNOWN,
                structure(inspected));
    }

    private static String structure(Inspected inspected) {
        return Structure.of(JsonObject.parse(inspected.inspection().getBytes(StandardCharsets.UTF_8)))
                .text();
    }

    String recording() {
        return take.recording();
    }

    boolean numbered() {
        return take.numbered();
    }

    boolean timed() {
        return take.timed();
    }

    long sequence() {
        return take.sequence();
    }

    long start() {
        return take.startMicros();
    }

    long end() {
        return take.endMicros();
    }

    long length() {
        return end() - start();
    }

    boolean hasOffset() {
        return offsetMicros != Inspected.UNKNOWN;
    }

    boolean hasReceipt() {
        return receivedMicros != Inspected.UNKNOWN;
    }

    boolean sameBytes(TakeFacts other) {
        return !sha256.isEmpty() && sha256.equals(other.sha256);
    }

    boolean otherBytes(TakeFacts other) {
        return !sha256.isEmpty() && !other.sha256.isEmpty() && !sha256.equals(other.sha256);
    }
}
