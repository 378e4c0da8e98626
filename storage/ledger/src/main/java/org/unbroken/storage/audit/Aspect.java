package org.unbroken.storage.audit;

import java.util.Locale;
import org.unbroken.storage.custody.Finding;

/** What of an object is not as the log has it. An object can have a finding of each. */
public enum Aspect {
    PRESENCE(Finding.Kind.MISSING),
    SIZE(Finding.Kind.CHANGED),
    /** Locked for less time than was recorded when it was sealed. */
    LOCK(Finding.Kind.CHANGED),
    /** Not under the legal hold that the log tells of. */
    HOLD(Finding.Kind.CHANGED),
    BYTES(Finding.Kind.CHANGED),
    /** The log does not tell of it at all. No damage by itself, and no custody event. */
    UNTRACKED(Finding.Kind.UNTRACKED);

    private final Finding.Kind kind;

    Aspect(Finding.Kind kind) {
        this.kind = kind;
    }

    /** In Archivematica's words. */
    public Finding.Kind kind() {
        return kind;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Aspect ofWire(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    static String wire(Finding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
