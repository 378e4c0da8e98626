package org.unbroken.storage.cases;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a case stands. */
public enum CaseState {
    OPEN,
    /** 结案: its file is to be made. */
    CLOSED,
    /** 归档: its file is made, and kept for as long as was said. */
    ARCHIVED,
    /** Its time was over and its details were disposed of; its entries stay. */
    DISPOSED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CaseState> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire().equals(wire))
                .findFirst();
    }
}
