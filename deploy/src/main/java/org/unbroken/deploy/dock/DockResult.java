package org.unbroken.deploy.dock;

import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * A file that was docked, with the checks of its receipt. Only when the report says intact may the camera be wiped.
 *
 * @param resumedAt the offset at which an earlier upload was continued; 0 when it was sent from its beginning
 */
public record DockResult(
        Path file, String recording, long sizeBytes, Sha256 sha256, long resumedAt, VerificationReport report) {
    /** The check that fails, with the server's reason, when the recording was quarantined. */
    static final String QUARANTINED = "quarantined";

    /** Why the server set the recording aside, if it did. */
    public Optional<String> quarantined() {
        return report.checks().stream()
                .filter(check -> check.name().equals(QUARANTINED))
                .map(Check::message)
                .findFirst();
    }
}
