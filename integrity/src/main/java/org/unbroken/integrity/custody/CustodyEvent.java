package org.unbroken.integrity.custody;

public enum CustodyEvent {
    RECEIVED,
    SEALED,
    QUARANTINED,
    INSPECTED,
    VIEWED,
    VERIFIED,
    EXPORTED,
    HELD,
    RELEASED,
    DISPOSED
}
