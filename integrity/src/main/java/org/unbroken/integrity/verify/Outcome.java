package org.unbroken.integrity.verify;

/** How one check ended. */
public enum Outcome {
    PASSED,
    FAILED,
    /** It could not be made: something it needs was not given. */
    UNKNOWN
}
