package org.unbroken.storage.custody;

import java.util.List;

/**
 * What an audit found.
 *
 * @param entries entries of the log
 * @param recordings sealed or quarantined recordings that were checked
 * @param keysTrusted whether signatures were checked at all
 * @param endInDoubt whether there are documents that no entry names, and nothing outside the store that says where the log
 *     ends: it may have been cut off
 */
public record AuditReport(
        long entries, long recordings, boolean keysTrusted, boolean endInDoubt, List<Finding> findings) {
    /** What to say of such an end. */
    public static final String IN_DOUBT = UntrackedObjects.IN_DOUBT;

    public AuditReport {
        findings = List.copyOf(findings);
    }

    public List<Finding> of(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }

    /** No object is changed or missing, and the log does not contradict itself. */
    public boolean isIntact() {
        return findings.stream().noneMatch(Finding::isProblem);
    }
}
