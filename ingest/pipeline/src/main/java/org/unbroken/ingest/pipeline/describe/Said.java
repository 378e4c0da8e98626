package org.unbroken.ingest.pipeline.describe;

import java.util.List;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Finding;

/**
 * What a camera's history says of one recording: the part of its analysis record that other recordings can change.
 *
 * @param clock the record's {@code clock}
 * @param take the record's {@code take}; without members where the recording tells no times
 */
record Said(List<Finding> findings, JsonObject clock, JsonObject take) {
    Said {
        findings = List.copyOf(findings);
    }
}
