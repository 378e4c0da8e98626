package org.unbroken.ingest.gateway.upload;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Locale;
import org.unbroken.storage.intake.UploadSessions;

/** What the storage operators see of uploads. */
public final class UploadMetrics {
    private final Counter bytes;
    private final Counter uploads;
    private final Counter announcedAgain;

    public UploadMetrics(PrometheusRegistry registry, UploadSessions sessions, InFlight inFlight) {
        bytes = Counter.builder()
                .name("unbroken_upload_bytes_total")
                .help("Bytes written to the staging area")
                .register(registry);
        uploads = Counter.builder()
                .name("unbroken_uploads_total")
                .help("Uploads by what became of them; interrupted ones may go on")
                .labelNames("outcome")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            uploads.initLabelValues(outcome.wire());
        }
        announcedAgain = Counter.builder()
                .name("unbroken_landings_announced_again_total")
                .help("Announcements repeated long after, since the recording was not sealed")
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_uploads_open")
                .help("Unfinished uploads")
                .callback(gauge -> gauge.call(open(sessions)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_landings_unpublished")
                .help("Uploads that are whole and wait to be announced to the seal job's queue")
                .callback(gauge -> gauge.call((double) sessions.unpublished()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("unbroken_upload_in_flight_bytes")
                .help("Bytes received and not yet written")
                .callback(gauge -> gauge.call((double) inFlight.bytes()))
                .register(registry);
    }

    private static double open(UploadSessions sessions) {
        try {
            return (double) sessions.openUploads();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    void written(long count) {
        bytes.inc(count);
    }

    void announcedAgain(int landings) {
        announcedAgain.inc(landings);
    }

    void count(Outcome outcome) {
        uploads.labelValues(outcome.wire()).inc();
    }

    /** What became of an upload, or of a request for one. */
    enum Outcome {
        CREATED,
        COMPLETED,
        INTERRUPTED,
        REFUSED,
        FAILED,
        EXPIRED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
