package org.unbroken.storage.witness;

/** Why a witness refuses, with the status that C2SP tlog-witness gives to it. */
public enum Refusal {
    MALFORMED(400),
    NOT_SIGNED(403),
    UNKNOWN_LOG(404),
    INCONSISTENT(422);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
