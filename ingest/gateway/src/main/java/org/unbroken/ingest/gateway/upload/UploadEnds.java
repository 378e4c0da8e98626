package org.unbroken.ingest.gateway.upload;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.unbroken.storage.custody.RecordingStates;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.intake.UploadSessions;
import org.unbroken.storage.staging.StagingArea;

/**
 * What uploads rest on.
 *
 * @param clockDoubt why the clock may be wrong, for who looks after the gateway; empty while nothing says so
 * @param bootId the kernel's boot: bytes written unsynced under another one may have been lost in a power cut
 */
public record UploadEnds(
        StagingArea staging,
        UploadSessions sessions,
        RecordingStates states,
        RightOfWay rightOfWay,
        InstantSource clock,
        Supplier<Optional<String>> clockDoubt,
        String bootId) {
    public UploadEnds {
        if (bootId.isBlank()) {
            throw new IllegalArgumentException("the boot id is blank");
        }
    }
}
