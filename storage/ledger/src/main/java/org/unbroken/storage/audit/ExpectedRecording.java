package org.unbroken.storage.audit;

import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.manifest.Manifest;

/**
 * What there is to be of one recording.
 *
 * @param objects the manifest before the original: what is put right first, helps to put the other right
 * @param manifest only if it is the one that was sealed
 */
record ExpectedRecording(
        RecordingId id,
        String agency,
        List<ExpectedObject> objects,
        Optional<Manifest> manifest,
        FindingHistory history) {
    ExpectedRecording {
        objects = List.copyOf(objects);
    }
}
