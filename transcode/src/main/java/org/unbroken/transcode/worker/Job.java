package org.unbroken.transcode.worker;

import java.io.IOException;
import org.unbroken.integrity.json.JsonObject;

/** One kind of work that a worker does. */
@FunctionalInterface
interface Job {
    /** The result object; its shape is the job's own. */
    JsonObject run(JsonObject request, Progress progress) throws IOException, JobRefused;
}
