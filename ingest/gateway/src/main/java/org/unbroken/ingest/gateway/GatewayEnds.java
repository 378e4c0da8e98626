package org.unbroken.ingest.gateway;

import java.util.Optional;
import java.util.function.Supplier;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.access.Tokens;
import org.unbroken.storage.custody.RecordingStates;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.intake.UploadSessions;
import org.unbroken.storage.staging.StagingArea;
import org.unbroken.storage.worm.WormStore;

/**
 * What the gateway stands on. All of it is started before the gateway and closed after it, by whoever made it.
 *
 * @param clockDoubt why this machine's clock may be wrong; empty while nothing says so. Until then nothing is begun,
 *     acknowledged or given up: the time of receipt, from which retention counts, cannot be corrected afterwards
 * @param certificates empty: client certificates are no way in
 */
public record GatewayEnds(
        StagingArea staging,
        UploadSessions sessions,
        RecordingStates states,
        WormStore store,
        Tokens tokens,
        Optional<Certificates> certificates,
        RightOfWay rightOfWay,
        Supplier<Optional<String>> clockDoubt) {}
