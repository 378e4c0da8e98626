package org.unbroken.storage.replica;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The copy's figures, while this process makes it: on a follower there are none. */
public final class ReplicaMetrics {
    private final Counter objects;
    private final Counter bytes;
    private volatile @Nullable Lag lag;
    private volatile long waiting;
    private volatile long erasing;
    private volatile long roundFailed;
    private volatile long roundEnded;

    /** How far behind the log it is, as asked. */
    interface Lag {
        long entries() throws IOException;

        double seconds() throws IOException;
    }

    public ReplicaMetrics(PrometheusRegistry registry) {
        objects = Counter.builder()
                .name("unbroken_replica_objects_total")
                .help("Objects that were brought to the second store and read there")
                .register(registry);
        bytes = Counter.builder()
                .name("unbroken_replica_copied_bytes_total")
                .help("Bytes of those objects")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_replica_lag_entries")
                .help("Published entries whose objects are not all in the second store")
                .callback(out -> with(now -> out.call((double) now.entries())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_replica_lag_seconds")
                .help("How old the first of those entries is")
                .callback(out -> with(now -> out.call(now.seconds())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_replica_waiting_objects")
                .help("Objects that could not be brought to the second store, and are tried again")
                .callback(out -> with(now -> out.call((double) waiting)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_replica_erasing_recordings")
                .help("Recordings that were disposed of, and of which the second store still keeps something")
                .callback(out -> with(now -> out.call((double) erasing)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_replica_round_failed_objects")
                .help("What the last comparison of the two stores could not bring, hold or erase")
                .callback(out -> with(now -> out.call((double) roundFailed)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_replica_round_ended_timestamp_seconds")
                .help("When the last whole comparison of the two stores ended; 0 while there was none")
                .callback(out -> with(now -> out.call((double) roundEnded)))
                .register(registry);
    }

    private interface With {
        void lag(Lag lag) throws IOException;
    }

    private void with(With what) {
        Lag now = lag;
        if (now == null) {
            return;
        }
        try {
            what.lag(now);
        } catch (IOException e) {
            // No figure is better than a wrong one.
        }
    }

    void copied(long size) {
        objects.inc();
        bytes.inc(size);
    }

    void show(Lag now, ReplicaPlace place) {
        waiting = place.waiting().size();
        erasing = place.erasing().size();
        lag = now;
    }

    void ofRound(long failed, Instant ended) {
        roundFailed = failed;
        roundEnded = ended.getEpochSecond();
    }

    void forget() {
        lag = null;
    }
}
