package org.unbroken.storage.rules.type;

import org.unbroken.storage.rules.Said;

/** A value that its rule cannot have. Carries what to write instead. */
public final class WrongValueException extends Exception {
    private final transient Said reason;
    private final transient Said remedy;

    public WrongValueException(Said reason, Said remedy) {
        super(reason.en() + ": " + remedy.en());
        this.reason = reason;
        this.remedy = remedy;
    }

    public Said reason() {
        return reason;
    }

    public Said remedy() {
        return remedy;
    }
}
