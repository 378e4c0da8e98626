package org.unbroken.storage.ledger;

import java.util.List;
import java.util.Locale;

/** Where a recording stands. */
public enum RecordingState {
    /** All bytes arrived and are durable; not yet sealed, or sealed and not yet under a published checkpoint. */
    LANDED,
    SEALED,
    /** A step failed and waits for its next try or for a person; {@code reason} says what to do. */
    BLOCKED,
    /** What was read back is not what arrived, or not what the camera said it sent. Kept and locked all the same. */
    QUARANTINED,
    DISPOSED;

    private static final List<RecordingState> ALL = List.of(values());

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
        return wire;
    }

    /** Throws {@link IllegalArgumentException} that lists the states. */
    public static RecordingState ofWire(String text) {
        for (RecordingState state : ALL) {
            if (state.wire.equals(text)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "no state \"" + text + "\": one of landed, sealed, blocked, quarantined, disposed");
    }
}
