package org.unbroken.ingest.pipeline.describe;

import java.io.IOException;

/** The original is larger than what the scratch folder may take. */
public final class NoRoomException extends IOException {
    NoRoomException(String message) {
        super(message);
    }
}
