package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.storage.staging.StagingArea;

/**
 * Whether an upload that arrives now would be taken in. Log nodes and Kafka are not looked at: without them bytes are still
 * received, and a load balancer that asked here would send cameras away from every gateway at once. Uploads that cannot be
 * announced are the door's to count.
 */
final class GatewayReadiness implements Readiness {
    private final StoreWatch store;
    private final StoreClock clock;
    private final Supplier<Optional<String>> door;
    private final StagingArea staging;
    private final long reserveBytes;

    GatewayReadiness(
            StoreWatch store,
            StoreClock clock,
            Supplier<Optional<String>> door,
            StagingArea staging,
            long reserveBytes) {
        this.store = store;
        this.clock = clock;
        this.door = door;
        this.staging = staging;
        this.reserveBytes = reserveBytes;
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        store.problem().ifPresent(problem -> problems.add(new Problem("s3", problem)));
        clock.problem().ifPresent(problems::add);
        try {
            long free = staging.freeBytes();
            if (free < reserveBytes) {
                problems.add(
                        new Problem("disk", "the spool has " + free + " bytes free, the reserve is " + reserveBytes));
            }
        } catch (IOException e) {
            problems.add(new Problem("disk", "the spool cannot be asked: " + e.getMessage()));
        }
        door.get().ifPresent(problem -> problems.add(new Problem("door", problem)));
        return List.copyOf(problems);
    }
}
