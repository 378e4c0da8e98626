package org.unbroken.deploy.remote;

/** The console did not give what was asked for. {@code status} 0: it could not be reached at all. */
public final class ConsoleException extends Exception {
    private final int status;

    public ConsoleException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
