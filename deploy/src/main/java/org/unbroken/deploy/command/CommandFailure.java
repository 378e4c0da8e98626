package org.unbroken.deploy.command;

/** A command cannot do what it was asked, for a reason that its message says in full. Exit code 2. */
public final class CommandFailure extends Exception {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
