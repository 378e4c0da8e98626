package org.unbroken.deploy.scaleout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.ingest.console.Readiness;
import org.unbroken.storage.custody.LogHealth;
import org.unbroken.storage.custody.LogNode;
import org.unbroken.storage.custody.LogRole;

/** Whether what this node shows is true and new. One that follows is as ready as the one that leads. */
final class LogNodeReadiness implements Readiness {
    private static final Duration LATE_PUBLICATION = Duration.ofSeconds(30);

    private final LogNode node;
    private final StoreClock clock;
    private final Duration flushInterval;

    LogNodeReadiness(LogNode node, StoreClock clock, Duration flushInterval) {
        this.node = node;
        this.clock = clock;
        this.flushInterval = flushInterval;
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        LogHealth health = node.health();
        if (health.state() != LogHealth.State.RUNNING) {
            problems.add(new Problem(
                    "log",
                    "this node is " + node.role().wire() + ", its log " + health.state()
                            + health.lastError().map(error -> ": " + error).orElse("")));
        } else if (node.role() == LogRole.LEADING
                && health.oldestUnpublished()
                        .filter(age -> age.minus(flushInterval).compareTo(LATE_PUBLICATION) > 0)
                        .isPresent()) {
            problems.add(new Problem("log", health.backlog() + " entries wait to be published"));
        }
        clock.problem().ifPresent(problems::add);
        if (node.leader().isEmpty()) {
            problems.add(new Problem("leader", "no node writes the log"));
        }
        return problems;
    }
}
