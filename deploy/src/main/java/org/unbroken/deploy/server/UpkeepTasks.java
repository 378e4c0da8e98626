package org.unbroken.deploy.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Upkeep;
import org.unbroken.ingest.console.Rounds;
import org.unbroken.storage.audit.AuditRecords;
import org.unbroken.storage.audit.Pacing;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyLog;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.keeping.RetentionMetrics;
import org.unbroken.storage.keeping.RetentionSettings;
import org.unbroken.storage.keeping.RetentionStatus;
import org.unbroken.storage.keeping.RetentionSweep;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.replica.Budget;
import org.unbroken.storage.replica.ReplicaMetrics;
import org.unbroken.storage.replica.ReplicaRound;
import org.unbroken.storage.replica.ReplicaStatus;
import org.unbroken.storage.replica.Replication;
import org.unbroken.storage.replica.SecondStore;
import org.unbroken.storage.stamps.LeaderTask;
import org.unbroken.storage.worm.WormStore;

/** What goes round over the store beside the audit, by the configuration. */
public final class UpkeepTasks {
    private UpkeepTasks() {}

    /** The copy in the second store; none where the configuration makes none. */
    public static LeaderTask.Source copying(
            ServerSettings settings,
            SecondStore.Opening second,
            Supplier<CustodyLog> log,
            Supplier<Ledger> ledger,
            WormStore worm,
            AuditRecords records,
            InstantSource clock,
            PrometheusRegistry registry) {
        Optional<Upkeep.Copying> told = settings.upkeep().copying();
        if (told.isEmpty()) {
            return LeaderTask.Source.NONE;
        }
        ReplicaMetrics metrics = new ReplicaMetrics(registry);
        return () -> {
            Budget budget =
                    new Budget(new Pacing(told.get().bytesPerSecond(), System::nanoTime, TimeUnit.NANOSECONDS::sleep));
            return List.of(
                    new Replication(log.get(), ledger.get(), worm, second, budget, records, metrics, clock),
                    new ReplicaRound(
                            log.get(),
                            ledger.get(),
                            worm,
                            second,
                            budget,
                            records,
                            metrics,
                            told.get().interval(),
                            clock));
        };
    }

    /** One more turn to lead, one more task: the metrics are the process's. */
    public static LeaderTask.Source of(
            ServerSettings settings,
            Supplier<KeepingRules> rules,
            Supplier<Ledger> ledger,
            WormStore worm,
            CustodyEvents events,
            AuditRecords records,
            InstantSource clock,
            PrometheusRegistry registry) {
        if (!hasRules(settings)) {
            return LeaderTask.Source.NONE;
        }
        RetentionSettings retention = settings.upkeep().retention();
        RetentionMetrics metrics = new RetentionMetrics(registry, clock);
        return () -> List.of(new RetentionSweep(
                retention,
                rules.get(),
                ledger.get(),
                worm,
                events,
                records,
                metrics,
                new Pacing(retention.recordingsPerSecond(), System::nanoTime, TimeUnit.NANOSECONDS::sleep),
                clock));
    }

    public static Rounds shown(
            ServerSettings settings, AuditRecords records, PublishedLog log, Ledger ledger, InstantSource clock) {
        return new Rounds(
                hasRules(settings) ? Optional.of(new RetentionStatus(records)) : Optional.empty(),
                settings.upkeep()
                        .copying()
                        .map(told -> new ReplicaStatus(
                                ReplicaStores.name(settings.auditing()), records, log, ledger, clock)));
    }

    private static boolean hasRules(ServerSettings settings) {
        return !settings.rules().agencies().isEmpty()
                || settings.rules().others().isPresent();
    }
}
