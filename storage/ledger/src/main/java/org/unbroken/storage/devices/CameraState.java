package org.unbroken.storage.devices;

import java.util.Locale;

/** Where a camera is, as far as anybody told. */
public enum CameraState {
    /** Nothing was told of it. */
    UNKNOWN,
    ISSUED,
    /** Back, and with nobody. */
    RETURNED,
    LENT,
    LOST;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
