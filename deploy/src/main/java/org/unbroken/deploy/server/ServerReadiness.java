package org.unbroken.deploy.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.ingest.pipeline.Pipeline;
import org.unbroken.storage.custody.CustodyStore;
import org.unbroken.storage.custody.LogHealth;
import org.unbroken.storage.staging.StagingArea;

/** Whether footage that arrives now would be taken, sealed and shown. */
final class ServerReadiness implements Readiness {
    /** When entries have waited so much longer than they are to, something holds them up. */
    private static final Duration LATE_PUBLICATION = Duration.ofSeconds(30);

    private final CustodyStore custody;
    private final Pipeline pipeline;
    private final StagingArea staging;
    private final long reserveBytes;
    private final Duration flushInterval;

    ServerReadiness(
            CustodyStore custody, Pipeline pipeline, StagingArea staging, long reserveBytes, Duration flushInterval) {
        this.custody = custody;
        this.pipeline = pipeline;
        this.staging = staging;
        this.reserveBytes = reserveBytes;
        this.flushInterval = flushInterval;
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        log(problems);
        pipeline.problems().forEach(what -> problems.add(new Problem("jobs", what)));
        disk(problems);
        return problems;
    }

    private void log(List<Problem> problems) {
        LogHealth health = custody.health();
        if (health.state() != LogHealth.State.RUNNING) {
            problems.add(new Problem(
                    "log",
                    "the custody log is " + health.state()
                            + health.lastError().map(error -> ": " + error).orElse("")));
        } else if (health.oldestUnpublished()
                .filter(age -> age.minus(flushInterval).compareTo(LATE_PUBLICATION) > 0)
                .isPresent()) {
            problems.add(new Problem(
                    "log",
                    health.backlog() + " entries wait to be published, the oldest for "
                            + health.oldestUnpublished().get()));
        }
    }

    private void disk(List<Problem> problems) {
        try {
            long free = staging.freeBytes();
            if (free < reserveBytes) {
                problems.add(
                        new Problem("disk", "staging has " + free + " bytes free, the reserve is " + reserveBytes));
            }
        } catch (IOException e) {
            problems.add(new Problem("disk", "staging cannot be asked: " + e.getMessage()));
        }
    }
}
