package org.unbroken.deploy.dock;

/** The upload cannot go on; repeating it as it is will not help. The message is for the person at the dock. */
public final class DockException extends Exception {
    public DockException(String message) {
        super(message);
    }

    public DockException(String message, Throwable cause) {
        super(message, cause);
    }
}
