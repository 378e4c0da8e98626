package org.unbroken.deploy.simulate.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Load, costs and machines in; machines needed out. All of it is multiplication and division, so that every figure can
 * be checked by hand; what it leaves out is in docs/OPERATIONS.md.
 */
public final class CapacityModel {
    static final String CORES = "cores";
    static final String NETWORK = "network";
    static final String DISK = "disk";
    private static final String OBJECTS = "objects";

    /** Beyond that a store of many disks has no room to repair itself. Disks do not have peaks. */
    private static final double DISK_FILLED = 0.8;

    private static final double GIB = 1L << 30;
    private static final double DAYS = 365;

    private final Costs costs;
    private final SiteShape shape;

    public CapacityModel(Costs costs, SiteShape shape) {
        this.costs = costs;
        this.shape = shape;
    }

    public Plan plan(DockingLoad load) {
        Storage storage = storage(load);
        List<StageLoad> stages = new ArrayList<>();
        double bytes = load.peakBytesPerSecond();
        double files = load.peakFilesPerSecond();
        gateways(stages, bytes);
        sealing(stages, bytes, files);
        describing(stages, load);
        log(stages, files);
        kafka(stages, files, storage);
        objects(stages, load, storage);
        List<MachineNeed> machines = new ArrayList<>();
        for (MachineKind kind : MachineKind.values()) {
            machines.add(need(kind, stages));
        }
        return new Plan(load, shape, load.filesPerDay() * costs.of(Cost.EVENTS), stages, machines, storage);
    }

    private void gateways(List<StageLoad> stages, double bytes) {
        cores(stages, "receive and hash", MachineKind.GATEWAY, bytes / GIB * costs.of(Cost.RECEIVE_CPU));
        cores(stages, "TLS, both sides", MachineKind.GATEWAY, 2 * bytes / GIB * costs.of(Cost.TLS_CPU));
        cores(stages, "parts to S3", MachineKind.GATEWAY, bytes / GIB * costs.of(Cost.STAGE_CPU));
        // Cards send and receive at once: the larger direction counts, and here both are equal.
        network(stages, "receive", MachineKind.GATEWAY, bytes);
    }

    private void sealing(List<StageLoad> stages, double bytes, double files) {
        cores(stages, "read back, digests", MachineKind.SEAL, bytes / GIB * costs.of(Cost.SEAL_CPU));
        cores(stages, "TLS", MachineKind.SEAL, bytes / GIB * costs.of(Cost.TLS_CPU));
        cores(stages, "manifests, locks", MachineKind.SEAL, files * costs.of(Cost.SEAL_FILE_CPU));
        network(stages, "read back", MachineKind.SEAL, bytes);
    }

    /** Spread over the day: its backlog delays nobody's receipt. */
    private void describing(List<StageLoad> stages, DockingLoad load) {
        double window = shape.describeHours() * 3600;
        double recorded = load.hoursPerDay() * 3600 / window;
        double bytes = load.bytesPerDay() / window;
        cores(
                stages,
                "inspect",
                MachineKind.DESCRIBE,
                recorded * costs.of(Cost.INSPECT_CPU) + load.filesPerDay() / window * costs.of(Cost.INSPECT_FILE_CPU));
        cores(stages, "proxies", MachineKind.DESCRIBE, recorded * shape.proxyShare() * costs.of(Cost.PROXY_CPU));
        cores(stages, "TLS", MachineKind.DESCRIBE, describedReads(bytes) / GIB * costs.of(Cost.TLS_CPU));
        network(stages, "read originals", MachineKind.DESCRIBE, describedReads(bytes));
    }

    /** An original is read for its inspection and again for its proxy. */
    private double describedReads(double bytes) {
        return bytes * (1 + shape.proxyShare());
    }

    /** One writer: no second machine takes work off it. */
    private void log(List<StageLoad> stages, double files) {
        double entries = files * costs.of(Cost.ENTRIES);
        stages.add(new StageLoad(
                "sequence entries", MachineKind.LOG, "syncs", entries, costs.of(Cost.LOG_ENTRIES), "entries/s"));
        stages.add(new StageLoad(
                "publish details", MachineKind.LOG, OBJECTS, entries, costs.of(Cost.LOG_DETAILS), "objects/s"));
    }

    /** Every broker has every partition's replica at the usual three of three. */
    private void kafka(List<StageLoad> stages, double files, Storage storage) {
        double events = files * costs.of(Cost.EVENTS);
        stages.add(new StageLoad(
                "events", MachineKind.KAFKA, "records", events, costs.of(Cost.KAFKA_RECORDS), "records/s"));
        stages.add(new StageLoad(
                "retention",
                MachineKind.KAFKA,
                DISK,
                storage.kafkaPerBroker() / 1e12,
                shape.storageNodeTerabytes(),
                "TB"));
    }

    private void objects(List<StageLoad> stages, DockingLoad load, Storage storage) {
        double bytes = load.peakBytesPerSecond();
        double described = describedReads(load.bytesPerDay() / (shape.describeHours() * 3600));
        // A part is not divided: a file's last one costs a request too.
        double parts = Math.ceil(load.fileBytes() / costs.of(Cost.PART_BYTES));
        double requests =
                load.peakFilesPerSecond() * (costs.of(Cost.S3_FILE_REQUESTS) + parts * costs.of(Cost.S3_PART_REQUESTS));
        cores(stages, "write originals", MachineKind.STORAGE, bytes / GIB * costs.of(Cost.S3_WRITE_CPU));
        cores(
                stages,
                "read back, describe",
                MachineKind.STORAGE,
                (bytes + described) / GIB * costs.of(Cost.S3_READ_CPU));
        cores(stages, "small requests", MachineKind.STORAGE, requests * costs.of(Cost.S3_REQUEST_CPU));
        // What comes in goes on to the nodes that hold the other copies.
        network(stages, "in and between nodes", MachineKind.STORAGE, bytes * (1 + shape.storedCopies()));
        stages.add(new StageLoad(
                "kept footage",
                MachineKind.STORAGE,
                DISK,
                storage.rawInAll() / 1e12,
                shape.storageNodeTerabytes(),
                "TB"));
    }

    private void cores(List<StageLoad> stages, String stage, MachineKind machine, double cores) {
        stages.add(new StageLoad(stage, machine, CORES, cores, shape.coresPerMachine(), "cores"));
    }

    private void network(List<StageLoad> stages, String stage, MachineKind machine, double bytesPerSecond) {
        stages.add(
                new StageLoad(stage, machine, NETWORK, bytesPerSecond * 8 / 1e9, shape.gigabitPerSecond(), "Gbit/s"));
    }

    private MachineNeed need(MachineKind kind, List<StageLoad> stages) {
        List<StageLoad> own =
                stages.stream().filter(stage -> stage.machine() == kind).toList();
        List<String> resources =
                own.stream().map(StageLoad::resource).distinct().toList();
        String fullest = resources.stream()
                .max(Comparator.comparingDouble(resource -> working(own, resource)))
                .orElseThrow();
        double working = working(own, fullest);
        long count = kind.needed(working);
        double spread = kind.multiplies() ? count : 1;
        return new MachineNeed(kind, count, machines(own, fullest) / spread, fullest);
    }

    private double working(List<StageLoad> stages, String resource) {
        return machines(stages, resource) / (resource.equals(DISK) ? DISK_FILLED : shape.utilisation());
    }

    private static double machines(List<StageLoad> stages, String resource) {
        return stages.stream()
                .filter(stage -> stage.resource().equals(resource))
                .mapToDouble(StageLoad::machines)
                .sum();
    }

    private Storage storage(DockingLoad load) {
        double footage = load.bytesPerDay() * DAYS;
        double beside = load.filesPerDay() * costs.of(Cost.FILE_OVERHEAD_BYTES) * DAYS;
        double raw = (footage + beside) * shape.storedCopies();
        double events = load.filesPerDay() * costs.of(Cost.EVENTS);
        return new Storage(
                footage,
                raw,
                raw * shape.retentionYears(),
                events * costs.of(Cost.EVENT_BYTES) * shape.kafkaDays(),
                load.filesPerDay() * costs.of(Cost.ENTRIES) * costs.of(Cost.LOG_BYTES) * DAYS);
    }
}
