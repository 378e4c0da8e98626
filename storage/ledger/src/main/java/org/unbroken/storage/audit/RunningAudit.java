package org.unbroken.storage.audit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.WormStore;

/**
 * The audit as tasks of whoever leads the log: two sweeps, since looking whether everything is there goes a thousand times
 * faster than reading it, a look at the log itself, and one for what is not sealed in time. It needs the ledger, and is one slow walk under one
 * budget: that is why it is no Flink job.
 */
public final class RunningAudit implements LeaderTask.Source {
    private final AuditSettings settings;
    private final Supplier<Ledger> ledger;
    private final Supplier<CustodyLog> custodyLog;
    private final WormStore worm;
    private final CustodyEvents events;
    private final AuditRecords records;
    private final Repairs repairs;
    private final AuditMetrics metrics;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Pacing.Rest rest;

    /**
     * Reads nothing yet.
     *
     * @param ledger asked once a turn
     * @param custodyLog whose keys, those before its own included, signed what is looked at
     */
    public RunningAudit(
            AuditSettings settings,
            Supplier<Ledger> ledger,
            Supplier<CustodyLog> custodyLog,
            WormStore worm,
            CustodyEvents events,
            AuditRecords records,
            Repairs repairs,
            PrometheusRegistry registry,
            InstantSource clock,
            LongSupplier nanoTime,
            Pacing.Rest rest) {
        this.settings = settings;
        this.ledger = ledger;
        this.custodyLog = custodyLog;
        this.worm = worm;
        this.events = events;
        this.records = records;
        this.repairs = repairs;
        this.metrics = new AuditMetrics(registry, clock);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.rest = rest;
    }

    @Override
    public List<LeaderTask> forTurn() {
        Ledger now = ledger.get();
        AuditFindings findings = new AuditFindings(new FindingList(records), events, repairs, metrics, clock);
        Expectations expectations = new Expectations(now, worm, settings.detailRetention(), clock);
        Pacing objects = new Pacing(settings.objectsPerSecond(), nanoTime, rest);
        List<LeaderTask> tasks = new ArrayList<>();
        tasks.add(sweep(
                new PresenceLook(worm, expectations, findings, objects, clock),
                now,
                expectations,
                findings,
                Optional.of(new StrayObjects(worm, now, findings, objects, clock))));
        if (settings.bytesPerSecond() > 0) {
            Pacing bytes = new Pacing(settings.bytesPerSecond(), nanoTime, rest);
            tasks.add(sweep(
                    new BytesLook(worm, findings, metrics, bytes), now, expectations, findings, Optional.empty()));
            Pacing log = new Pacing(settings.bytesPerSecond(), nanoTime, rest);
            tasks.add(new LogLook(worm, custodyLog, now, settings, findings, records, metrics, log, clock));
        }
        tasks.add(new OverdueRecordings(now, records, metrics, settings.overdueAfter(), clock));
        return tasks;
    }

    private Sweep sweep(
            RecordingLook look,
            Ledger now,
            Expectations expectations,
            AuditFindings findings,
            Optional<StrayObjects> strays) {
        return new Sweep(look, now, worm, expectations, findings, records, metrics, settings.interval(), clock, strays);
    }
}
