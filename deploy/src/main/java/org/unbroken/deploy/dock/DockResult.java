package org.unbroken.deploy.dock;

import java.nio.file.Path;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * A file that was docked, with the checks of its receipt. Only when the report says intact may the camera be wiped.
 *
 * @param resumedAt the offset at which an earlier upload was continued; 0 when it was sent from its beginning
 */
public record DockResult(
        Path file, String recording, long sizeBytes, Sha256 sha256, long resumedAt, VerificationReport report) {}
