package org.unbroken.storage.custody;

import java.util.List;
import org.unbroken.integrity.RecordingId;

/**
 * What a rebuild did and found.
 *
 * @param entries entries read from the store
 * @param recovered recordings with a manifest and no entry, which were entered anew
 * @param replaced whether the new database has taken the old one's place
 */
public record RebuildReport(long entries, List<RecordingId> recovered, List<Finding> findings, boolean replaced) {
    public RebuildReport {
        recovered = List.copyOf(recovered);
        findings = List.copyOf(findings);
    }

    /** What a person has to look at; a rebuilt database may have taken its place all the same. */
    public List<Finding> problems() {
        return findings.stream().filter(Finding::isProblem).toList();
    }
}
