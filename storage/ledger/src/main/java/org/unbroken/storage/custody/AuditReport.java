package org.unbroken.storage.custody;

import java.util.List;

/**
 * What an audit found.
 *
 * @param entries entries of the log
 * @param recordings sealed or quarantined recordings that were checked
 * @param keysTrusted whether signatures were checked at all
 */
public record AuditReport(long entries, long recordings, boolean keysTrusted, List<Finding> findings) {
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
