package org.unbroken.storage.replica;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.custody.Finding;

/**
 * What a drill came to.
 *
 * @param checkpoint entries that the copy's newest checkpoint covers
 * @param newest when the last of them was entered, by the server's clock: what came later would be lost. A checkpoint says no
 *     time. Empty where the copy cannot tell
 * @param entries that were rebuilt
 * @param recordings sealed or quarantined ones that the log tells of, and that were not disposed of
 * @param originals those that the copy has
 * @param restored originals that were brought back and read whole
 * @param objects all that was brought back
 * @param bytes of all that was brought back
 * @param findings what is not as the log says, but for originals that were left out on purpose
 */
public record DrillReport(
        long checkpoint,
        Optional<Instant> newest,
        long entries,
        long recordings,
        long originals,
        List<RecordingId> restored,
        long objects,
        long bytes,
        List<Finding> findings) {
    public DrillReport {
        restored = List.copyOf(restored);
        findings = List.copyOf(findings);
    }

    public List<Finding> problems() {
        return findings.stream().filter(Finding::isProblem).toList();
    }
}
