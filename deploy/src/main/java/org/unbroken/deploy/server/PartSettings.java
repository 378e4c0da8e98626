package org.unbroken.deploy.server;

import java.time.Duration;
import java.time.Period;
import java.util.Optional;
import org.unbroken.deploy.config.Auditing;
import org.unbroken.deploy.config.Door;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Stamps;
import org.unbroken.ingest.console.ConsoleSettings;
import org.unbroken.ingest.gateway.GatewaySettings;
import org.unbroken.ingest.gateway.GatewayTls;
import org.unbroken.ingest.gateway.http.HttpLimits;
import org.unbroken.ingest.gateway.upload.UploadLimits;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.describe.HistorySettings;
import org.unbroken.storage.audit.AuditSettings;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.stamps.StampSettings;
import org.unbroken.transcode.WorkerSettings;

/** The server's settings, as each of its parts wants them. */
public final class PartSettings {
    /** What manifests and analysis records name as their maker. */
    public static final String SOFTWARE = "unbroken "
            + Optional.ofNullable(PartSettings.class.getPackage().getImplementationVersion())
                    .orElse("development");

    private static final String LOCAL_RETENTION = "local";
    /** Ceph counts the seconds of a lock's date in 32 bits: dates after 2106-02-07 come back as long past ones. */
    private static final Duration LOCKED_LOG_RETENTION = Duration.ofDays(75 * 365);

    private PartSettings() {}

    public static GatewaySettings gateway(ServerSettings settings) {
        Door door = settings.upload();
        UploadLimits standard = UploadLimits.defaults();
        HttpLimits http = HttpLimits.defaults();
        GatewaySettings gateway = GatewaySettings.defaults()
                .listeningOn(door.host(), door.port())
                .allowingPlainBeyondLoopback(settings.allowPlainHttp())
                .with(new HttpLimits(
                        http.connections(),
                        http.headWait(),
                        settings.limits().idle(),
                        http.lineBytes(),
                        http.headerBytes()))
                .with(new UploadLimits(
                        settings.limits().maxSizeBytes(),
                        settings.limits().expires(),
                        settings.limits().maxOpenPerCamera(),
                        settings.limits().reserveBytes(),
                        standard.inFlightBytes(),
                        standard.inFlightBytesPerUpload(),
                        standard.idleFiles(),
                        standard.idleFor()));
        return door.tls()
                .map(tls -> gateway.with(new GatewayTls(tls.certificate(), tls.key(), tls.clientAuthorities())))
                .orElse(gateway);
    }

    public static ConsoleSettings console(ServerSettings settings) {
        Door door = settings.console();
        ConsoleSettings standard = ConsoleSettings.plain("localhost", door.port());
        return new ConsoleSettings(
                door.host(),
                door.port(),
                door.tls().map(tls -> new ConsoleSettings.Tls(tls.certificate(), tls.key(), tls.clientAuthorities())),
                settings.allowPlainHttp(),
                door.tls().isPresent(),
                standard.maxConnections(),
                standard.sessionIdle(),
                standard.sessionLongest(),
                standard.connectionIdle(),
                standard.verifications(),
                standard.custodyPatience(),
                standard.lateAfter());
    }

    /** For a process that has no console: as the console is set up, on the port for those who watch. */
    public static ConsoleSettings operations(ServerSettings settings) {
        Door door = settings.scaleOut().operations();
        ConsoleSettings standard = ConsoleSettings.plain("localhost", door.port());
        return new ConsoleSettings(
                door.host(),
                door.port(),
                Optional.empty(),
                settings.allowPlainHttp(),
                false,
                standard.maxConnections(),
                standard.sessionIdle(),
                standard.sessionLongest(),
                standard.connectionIdle(),
                standard.verifications(),
                standard.custodyPatience(),
                standard.lateAfter());
    }

    static PipelineSettings pipeline(ServerSettings settings, DataLayout layout) {
        return pipeline(settings, layout, LOCAL_RETENTION);
    }

    /** {@code retentionMode}: how manifests say that retention is enforced. */
    public static PipelineSettings pipeline(ServerSettings settings, DataLayout layout, String retentionMode) {
        return new PipelineSettings(
                layout.flink(),
                layout.derived(),
                settings.checkpointInterval(),
                settings.sealParallelism(),
                workers(settings, layout).inspectionWorkers(),
                settings.retentionFloor(),
                retentionMode,
                SOFTWARE,
                settings.attestation().sm3(),
                settings.rules(),
                history(settings));
    }

    /** How a camera's files are compared. */
    public static HistorySettings history(ServerSettings settings) {
        return new HistorySettings(settings.joinTolerance());
    }

    public static WorkerSettings workers(ServerSettings settings, DataLayout layout) {
        WorkerSettings standard = WorkerSettings.defaults(layout.workers());
        return standard.withWorkers(
                        settings.describeWorkers() > 0 ? settings.describeWorkers() : standard.inspectionWorkers(),
                        settings.proxyWorkers() > 0 ? settings.proxyWorkers() : standard.proxyWorkers())
                .withCellRequired(settings.workerCellRequired());
    }

    public static CustodySettings custody(ServerSettings settings, DataLayout layout) {
        CustodySettings standard = CustodySettings.defaults(layout.ledger()).withMark(layout.publishedMark());
        return standard.withFlushInterval(settings.logFlushInterval())
                .withRetention(
                        longer(
                                atLeast(settings.retentionFloor()),
                                settings.rules().longestFirstRetention()),
                        settings.scaleOut().store().isPresent() ? LOCKED_LOG_RETENTION : standard.logRetention());
    }

    public static StampSettings stamps(ServerSettings settings, DataLayout layout) {
        Stamps told = settings.stamps();
        StampSettings standard = StampSettings.defaults(
                        told.authorities(), custody(settings, layout).logRetention())
                .withInterval(told.interval())
                .withEvidence(told.evidenceInterval(), told.evidenceLead(), told.algorithms());
        Duration connect =
                standard.connectTimeout().compareTo(told.timeout()) < 0 ? standard.connectTimeout() : told.timeout();
        return standard.withTimes(connect, told.timeout(), standard.retryFirst(), standard.retryLongest());
    }

    public static AuditSettings audit(ServerSettings settings, DataLayout layout) {
        Auditing told = settings.auditing();
        return new AuditSettings(
                told.bytesPerSecond(),
                told.objectsPerSecond(),
                told.interval(),
                custody(settings, layout).retentionFloor(),
                custody(settings, layout).logRetention(),
                told.landedOverdue());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The longest that the period can be: details are kept no shorter than their recordings. */
    private static Duration atLeast(Period period) {
        return Duration.ofDays(366L * period.getYears() + 31L * period.getMonths() + period.getDays() + 1);
    }

    public static Optional<String> logOrigin(ServerSettings settings) {
        return Optional.of(settings.logOrigin()).filter(origin -> !origin.isBlank());
    }
}
