package org.unbroken.deploy.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.storage.attest.Attestation;
import org.unbroken.storage.attest.EvidenceKeeping;
import org.unbroken.storage.attest.EvidenceMetrics;
import org.unbroken.storage.attest.StampClient;
import org.unbroken.storage.attest.StampMetrics;
import org.unbroken.storage.attest.StampSettings;
import org.unbroken.storage.attest.TimeStamping;
import org.unbroken.storage.worm.WormStore;

/** Who vouches for the log's checkpoints, by the configuration. */
public final class Attestations {
    private Attestations() {}

    public static Attestation.Source of(
            StampSettings stamps,
            WormStore worm,
            InstantSource clock,
            SecureRandom random,
            PrometheusRegistry registry) {
        if (stamps.authorities().isEmpty()) {
            return Attestation.Source.NONE;
        }
        StampClient client = new StampClient(stamps.connectTimeout(), stamps.timeout(), stamps.algorithms(), random);
        StampMetrics metrics = new StampMetrics(registry, clock);
        EvidenceMetrics records = new EvidenceMetrics(registry, clock);
        return () -> {
            List<Attestation> all = new ArrayList<>();
            all.add(new TimeStamping(worm, client, stamps, metrics, clock));
            all.add(new EvidenceKeeping(worm, client, stamps, records, clock));
            return all;
        };
    }
}
