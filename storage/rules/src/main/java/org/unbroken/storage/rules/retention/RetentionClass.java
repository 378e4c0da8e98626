package org.unbroken.storage.rules.retention;

import java.util.Locale;

/** Why a recording is kept as long as it is. */
public enum RetentionClass {
    PLAIN,
    PATROL,
    FIXED_CAMERA,
    /** Nobody has said yet what it shows: kept until somebody does. */
    UNLABELLED,
    /** Part of a case file, or of what the archive rules are for. */
    ARCHIVE,
    EVIDENCE,
    LONG_TERM;

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
