package org.unbroken.deploy.simulate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/**
 * A plan for people and for programs, with what twice the load would cost.
 *
 * <p>In JSON, as everywhere here, integers only: thousandths have {@code _milli} in their names.
 */
public record PlanReport(Plan plan, Plan doubled, Costs costs) {

    public static PlanReport of(CapacityModel model, DockingLoad load, Costs costs) {
        return new PlanReport(model.plan(load), model.plan(load.doubled()), costs);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>(load());
        lines.add("");
        Table stages = new Table("machine", "stage", "at its busiest", "a machine takes", "in use");
        for (StageLoad stage : plan.stages()) {
            stages.row(
                    stage.machine().label(),
                    stage.stage(),
                    amount(stage.load()) + " " + stage.unit(),
                    amount(stage.capacity()),
                    percent(plan.utilisation(stage)));
        }
        lines.addAll(stages.lines());
        lines.add("");
        Table machines = new Table("machines", "needed", "for twice the load", "fullest", "in use");
        for (MachineNeed need : plan.machines()) {
            machines.row(
                    need.kind().label(),
                    Long.toString(need.count()),
                    Long.toString(doubled.need(need.kind()).count()),
                    need.resource(),
                    percent(need.utilisation()));
        }
        lines.addAll(machines.lines());
        lines.add("");
        lines.addAll(conclusions());
        return lines;
    }

    private List<String> load() {
        DockingLoad load = plan.load();
        return List.of(
                text(
                        "%,d cameras, %,.0f hours a day at %s Mbit/s: %s a day, %,.0f files of %s, %,.0f events",
                        load.cameras(),
                        load.hoursPerDay(),
                        amount(load.megabitPerSecond()),
                        bytes(load.bytesPerDay()),
                        load.filesPerDay(),
                        bytes(load.fileBytes()),
                        plan.events()),
                text(
                        "Busiest hour: %s of the day: %s/s (%s Gbit/s), %s files/s; machines of %d cores and %s Gbit/s,"
                                + " used up to %s",
                        percent(load.peakShare()),
                        bytes(load.peakBytesPerSecond()),
                        amount(load.peakBytesPerSecond() * 8 / 1e9),
                        amount(load.peakFilesPerSecond()),
                        plan.shape().coresPerMachine(),
                        amount(plan.shape().gigabitPerSecond()),
                        percent(plan.shape().utilisation())));
    }

    private List<String> conclusions() {
        MachineNeed first = plan.bottleneck();
        Storage storage = plan.storage();
        return List.of(
                text(
                        "Bottleneck: %s of the %d %s machines, %s in use: what fills up first with these machines.",
                        first.resource(), first.count(), first.kind().label(), percent(first.utilisation())),
                text(
                        "No machine helps the one log writer: it is full at %s times this load.",
                        amount(plan.growthToTheWriter())),
                text(
                        "Storage: %s of footage a year, %s raw with copies; %s raw after %s years, when as much goes as"
                                + " comes.",
                        bytes(storage.footagePerYear()),
                        bytes(storage.rawPerYear()),
                        bytes(storage.rawInAll()),
                        amount(plan.shape().retentionYears())),
                text(
                        "Kafka: %s a broker for %s days. Log node: %s a year.",
                        bytes(storage.kafkaPerBroker()), amount(plan.shape().kafkaDays()), bytes(storage.logPerYear())),
                text(
                        "Twice the load: %d machines more (%d, then %d), and %s raw a year more.",
                        doubled.machineCount() - plan.machineCount(),
                        plan.machineCount(),
                        doubled.machineCount(),
                        bytes(doubled.storage().rawPerYear() - storage.rawPerYear())),
                text(
                        "Of %d costs %d are measured, %d derived, %d assumed; --list-costs shows each with its source.",
                        Cost.values().length, count(Basis.MEASURED), count(Basis.DERIVED), count(Basis.ASSUMED)));
    }

    private long count(Basis basis) {
        return costs.figures().values().stream()
                .filter(figure -> figure.basis() == basis)
                .count();
    }

    public JsonObject toJson() {
        DockingLoad load = plan.load();
        return JsonObject.builder()
                .put("cameras", load.cameras())
                .put("hours_per_day", Math.round(load.hoursPerDay()))
                .put("megabytes_per_day", megabytes(load.bytesPerDay()))
                .put("files_per_day", Math.round(load.filesPerDay()))
                .put("events_per_day", Math.round(plan.events()))
                .put("peak_kilobytes_per_second", Math.round(1e-3 * load.peakBytesPerSecond()))
                .put("peak_files_per_second_milli", milli(load.peakFilesPerSecond()))
                .put(
                        "stages",
                        new JsonArray(
                                plan.stages().stream().<Json>map(this::json).toList()))
                .put(
                        "machines",
                        new JsonArray(plan.machines().stream()
                                .<Json>map(need -> JsonObject.builder()
                                        .put("kind", need.kind().label())
                                        .put("needed", need.count())
                                        .put(
                                                "needed_for_twice",
                                                doubled.need(need.kind()).count())
                                        .put("fullest", need.resource())
                                        .put("utilisation_milli", milli(need.utilisation()))
                                        .build())
                                .toList()))
                .put(
                        "bottleneck",
                        JsonObject.builder()
                                .put("machine", plan.bottleneck().kind().label())
                                .put("resource", plan.bottleneck().resource())
                                .put(
                                        "utilisation_milli",
                                        milli(plan.bottleneck().utilisation()))
                                .build())
                .put("growth_to_the_writer_milli", milli(plan.growthToTheWriter()))
                .put("footage_megabytes_per_year", megabytes(plan.storage().footagePerYear()))
                .put("raw_megabytes_per_year", megabytes(plan.storage().rawPerYear()))
                .put("raw_megabytes_in_all", megabytes(plan.storage().rawInAll()))
                .put("kafka_megabytes_per_broker", megabytes(plan.storage().kafkaPerBroker()))
                .put("log_megabytes_per_year", megabytes(plan.storage().logPerYear()))
                .put("machines_more_for_twice", doubled.machineCount() - plan.machineCount())
                .put(
                        "raw_megabytes_per_year_more_for_twice",
                        megabytes(
                                doubled.storage().rawPerYear() - plan.storage().rawPerYear()))
                .build();
    }

    private JsonObject json(StageLoad stage) {
        return JsonObject.builder()
                .put("stage", stage.stage())
                .put("machine", stage.machine().label())
                .put("resource", stage.resource())
                .put("unit", stage.unit())
                .put("load_milli", milli(stage.load()))
                .put("capacity_milli", milli(stage.capacity()))
                .put("utilisation_milli", milli(plan.utilisation(stage)))
                .build();
    }

    /** A year's bytes are beyond what JSON's integers hold. */
    private static long megabytes(double bytes) {
        return Math.round(bytes / 1e6);
    }

    private static long milli(double value) {
        return Math.round(value * 1000);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static String percent(double share) {
        return text(share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
    }

    private static String amount(double value) {
        if (value >= 100 || value == Math.rint(value)) {
            return text("%,.0f", value);
        }
        return text(value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** Powers of ten, as disks and networks are sold. */
    private static String bytes(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return text(amount >= 100 ? "%.0f %s" : amount >= 10 ? "%.1f %s" : "%.2f %s", amount, units[unit]);
    }
}
