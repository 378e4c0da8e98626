package org.unbroken.deploy.simulate.plan;

import java.util.Comparator;
import java.util.List;

/** What the model came to, for one load. */
public record Plan(
        DockingLoad load,
        SiteShape shape,
        double events,
        List<StageLoad> stages,
        List<MachineNeed> machines,
        Storage storage) {
    public Plan {
        stages = List.copyOf(stages);
        machines = List.copyOf(machines);
    }

    public MachineNeed need(MachineKind kind) {
        return machines.stream().filter(need -> need.kind() == kind).findFirst().orElseThrow();
    }

    public long machineCount() {
        return machines.stream().mapToLong(MachineNeed::count).sum();
    }

    /**
     * What fills up first if more is docked on these very machines: a resource of a kind of machine, all stages that use
     * it together. Disks fill up by the year, not by the hour.
     */
    public MachineNeed bottleneck() {
        return stages.stream()
                .filter(stage -> !stage.resource().equals(CapacityModel.DISK))
                .map(stage -> new MachineNeed(
                        stage.machine(),
                        need(stage.machine()).count(),
                        utilisation(stage.machine(), stage.resource()),
                        stage.resource()))
                .max(Comparator.comparingDouble(MachineNeed::utilisation))
                .orElseThrow();
    }

    private double utilisation(MachineKind kind, String resource) {
        return stages.stream()
                .filter(stage -> stage.machine() == kind && stage.resource().equals(resource))
                .mapToDouble(this::utilisation)
                .sum();
    }

    private double working(MachineKind kind) {
        return kind.multiplies() ? need(kind).count() : 1;
    }

    /** How full {@code stage} is over all machines of its kind. */
    public double utilisation(StageLoad stage) {
        return stage.machines() / working(stage.machine());
    }

    /** By how much the load could grow, with any number of machines, before the one log writer is full. */
    public double growthToTheWriter() {
        double fullest = stages.stream()
                .filter(stage -> !stage.machine().multiplies())
                .mapToDouble(StageLoad::machines)
                .max()
                .orElseThrow();
        return 1 / fullest;
    }
}
