package org.unbroken.deploy.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.storage.stamps.EvidenceKeeping;
import org.unbroken.storage.stamps.EvidenceMetrics;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.stamps.StampClient;
import org.unbroken.storage.stamps.StampMetrics;
import org.unbroken.storage.stamps.StampSettings;
import org.unbroken.storage.stamps.TimeStamping;
import org.unbroken.storage.worm.WormStore;

/** Who vouches for the log's checkpoints, by the configuration. */
public final class StampTasks {
    private StampTasks() {}

    public static LeaderTask.Source of(
            StampSettings stamps,
            WormStore worm,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        if (stamps.authorities().isEmpty()) {
            return LeaderTask.Source.NONE;
        }
        StampClient client = new StampClient(stamps.connectTimeout(), stamps.timeout(), stamps.algorithms(), random);
        StampMetrics metrics = new StampMetrics(registry, clock);
        EvidenceMetrics records = new EvidenceMetrics(registry, clock);
        return () -> {
            List<LeaderTask> all = new ArrayList<>();
            all.add(new TimeStamping(worm, client, stamps, metrics, clock));
            all.add(new EvidenceKeeping(worm, client, stamps, records, clock));
            return all;
        };
    }
}
