package org.unbroken.storage.custody;

import java.util.Locale;

/** What a log node is doing. */
public enum LogRole {
    /** Another writes, or nobody: this node takes over what is published, and answers from it. */
    FOLLOWING,
    /** It is this node's turn to write. */
    LEADING,
    /** Given up: a person must look. It still answers. */
    STOPPED;

    /** As metrics and logs name it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
