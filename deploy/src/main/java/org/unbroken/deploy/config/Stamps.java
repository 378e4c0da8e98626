package org.unbroken.deploy.config;

import java.time.Duration;
import java.util.List;
import org.unbroken.integrity.stamp.AlgorithmEnds;
import org.unbroken.storage.stamps.StampAuthority;

/**
 * How checkpoints are time-stamped.
 *
 * @param authorities empty: not at all
 * @param timeout for an authority's whole answer
 * @param evidenceInterval from each such span the first stamped checkpoint gets an evidence record
 */
public record Stamps(
        List<StampAuthority> authorities,
        Duration interval,
        Duration timeout,
        AlgorithmEnds algorithms,
        Duration evidenceInterval,
        Duration evidenceLead) {
    public Stamps {
        authorities = List.copyOf(authorities);
    }
}
