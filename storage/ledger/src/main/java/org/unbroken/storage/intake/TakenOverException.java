package org.unbroken.storage.intake;

import java.io.IOException;
import org.unbroken.integrity.RecordingId;

/** Another process continues this upload: what this one still meant to change does not count. */
public final class TakenOverException extends IOException {
    private static final long serialVersionUID = 1L;

    public TakenOverException(RecordingId id) {
        super("upload " + id + " is continued by another gateway");
    }
}
