package org.unbroken.transcode.supervise;

import org.unbroken.integrity.json.JsonObject;

/** How a job ended. */
public sealed interface Answer {
    /** The worker did it. */
    record Done(JsonObject result) implements Answer {}

    /** The worker says that it cannot be done for this file, and is itself well. */
    record Refused(String reason) implements Answer {}

    /** The worker died of it, or was stopped; it is gone. */
    record Died(String reason) implements Answer {}
}
