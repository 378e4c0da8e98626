package org.unbroken.storage.durable;

/** What befalls one operation of a {@link ForgetfulDisk}. */
public enum Fault {
    /** It throws and has done nothing. A sync that fails so loses what it was to sync, also for later syncs. */
    FAILS,
    /** It throws although it was done. */
    FAILS_BUT_DONE,
    /** It and all that follow throw, until {@link ForgetfulDisk#crash}. */
    POWER_CUT
}
