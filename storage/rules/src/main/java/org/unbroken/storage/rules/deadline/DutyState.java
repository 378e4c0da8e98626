package org.unbroken.storage.rules.deadline;

import java.util.Locale;

public enum DutyState {
    /** The regulation sets no such deadline. */
    NONE,
    /** What it is counted from has not happened. */
    WAITING,
    DUE,
    /** In time. */
    DONE,
    /** Done, after the deadline. */
    LATE,
    /** Not done, and the deadline is past. */
    OVERDUE,
    /** Cannot be computed: a year of the calendar is not known. */
    UNKNOWN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
