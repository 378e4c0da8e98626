package org.unbroken.deploy.dock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.manifest.Manifest;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;
import org.unbroken.integrity.verify.Verdict;
import org.unbroken.integrity.verify.VerificationReport;

/**
 * That the manifest speaks of the recording that was asked about. A server could answer with another recording, whole
 * and properly sealed; file, manifest and receipt alone would then agree.
 */
public final class Identity {
    private Identity() {}

    /** The report with one check more for the recording's id, and one for its camera where that is known. */
    public static VerificationReport required(
            VerificationReport report, byte[] manifest, String recording, Optional<String> camera) {
        List<Check> checks = new ArrayList<>(report.checks());
        try {
            Manifest read = Manifest.parse(manifest);
            checks.add(check("recording", recording, read.recording().value()));
            camera.ifPresent(expected -> checks.add(check("camera", expected, read.camera())));
        } catch (IllegalArgumentException e) {
            // The manifest's own check has failed already and says why.
            checks.add(new Check("recording", Outcome.FAILED, "the manifest cannot be read"));
        }
        return new VerificationReport(checks, report.damagedChunks(), Verdict.of(checks));
    }

    private static Check check(String name, String expected, String found) {
        return expected.equals(found)
                ? new Check(name, Outcome.PASSED, "the manifest is that of " + name + " " + expected)
                : new Check(
                        name,
                        Outcome.FAILED,
                        "asked for " + name + " " + expected + ", and the manifest is of " + found);
    }
}
