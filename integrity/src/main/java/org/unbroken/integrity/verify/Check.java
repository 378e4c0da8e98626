package org.unbroken.integrity.verify;

import org.unbroken.integrity.Shown;

/** One thing looked at, and what was found. The name is stable, the message is for people. */
public record Check(String name, Outcome outcome, String message) {
    /** What is under test can put text into messages, and must not forge lines or drive a terminal with it. */
    public Check {
        message = Shown.message(message);
    }

    static Check passed(String name, String message) {
        return new Check(name, Outcome.PASSED, message);
    }

    static Check failed(String name, String message) {
        return new Check(name, Outcome.FAILED, message);
    }

    static Check unknown(String name, String message) {
        return new Check(name, Outcome.UNKNOWN, message);
    }

    static Check of(String name, boolean passed, String ifPassed, String ifFailed) {
        return passed ? passed(name, ifPassed) : failed(name, ifFailed);
    }
}
