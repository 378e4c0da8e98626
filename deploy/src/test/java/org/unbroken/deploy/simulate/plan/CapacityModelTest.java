package org.unbroken.deploy.simulate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.json.JsonObject;

final class CapacityModelTest {
    private static final DockingLoad TARGET = new DockingLoad(10_000, 0.585, 3.8, 10, 0.25);
    private static final SiteShape SHAPE = shape(16, 0.6);

    private static SiteShape shape(int cores, double utilisation) {
        return new SiteShape(cores, 10, utilisation, 20, 0.2, 1.5, 200, 2, 7);
    }

    private static Plan plan(DockingLoad load) {
        return new CapacityModel(Costs.standard(), SHAPE).plan(load);
    }

    @Test
    void theTargetIsTenTerabytesADay() {
        Plan plan = plan(TARGET);
        assertThat(TARGET.hoursPerDay()).isCloseTo(5_850, within(1.0));
        assertThat(TARGET.bytesPerDay()).isCloseTo(10e12, within(0.01e12));
        assertThat(TARGET.filesPerDay()).isCloseTo(35_000, within(150.0));
        assertThat(plan.events()).isCloseTo(210_000, within(1_000.0));
        assertThat(plan.storage().footagePerYear()).isCloseTo(3.65e15, within(0.01e15));
    }

    @Test
    void aStageIsItsLoadTimesItsCost() {
        // 10 TB, a quarter of it in an hour: 0.647 GiB/s, each of which takes 2.5 cores to receive.
        StageLoad receive = stage(plan(TARGET), "receive and hash");
        double gibibytes = TARGET.bytesPerDay() * 0.25 / 3600 / (1L << 30);
        assertThat(receive.load()).isCloseTo(gibibytes * 2.5, within(1e-9));
        assertThat(receive.machines()).isCloseTo(gibibytes * 2.5 / 16, within(1e-9));
    }

    @Test
    void proxiesForAllTakeWhatTheMeasuredEncoderTakes() {
        // shared figures: 5,000 hours a day are 48 cores around the clock.
        SiteShape all = new SiteShape(16, 10, 0.6, 24, 1, 1.5, 200, 2, 7);
        DockingLoad load = new DockingLoad(5_000, 1, 3.8, 10, 0.25);
        assertThat(stage(new CapacityModel(Costs.standard(), all).plan(load), "proxies")
                        .load())
                .isCloseTo(48, within(1.0));
    }

    @Property(tries = 200)
    void twiceTheLoadNeverNeedsFewerMachinesOrLessStorage(
            @ForAll @LongRange(min = 1, max = 500_000) long cameras,
            @ForAll @DoubleRange(min = 0.01, max = 12) double hours,
            @ForAll @DoubleRange(min = 0.1, max = 50) double mbit,
            @ForAll @DoubleRange(min = 0.1, max = 120) double minutes,
            @ForAll @DoubleRange(min = 0.05, max = 1) double peak) {
        DockingLoad load = new DockingLoad(cameras, hours, mbit, minutes, peak);
        Plan once = plan(load);
        Plan twice = plan(load.doubled());
        for (MachineKind kind : MachineKind.values()) {
            assertThat(twice.need(kind).count())
                    .as(kind.label())
                    .isGreaterThanOrEqualTo(once.need(kind).count());
        }
        assertThat(twice.storage().rawInAll()).isCloseTo(2 * once.storage().rawInAll(), within(1.0));
        assertThat(twice.growthToTheWriter()).isLessThan(once.growthToTheWriter());
    }

    @Property(tries = 100)
    void noMachineThatIsMultipliedIsFullerThanAskedOrItsDisksBeyondFourFifths(
            @ForAll @LongRange(min = 1, max = 500_000) long cameras,
            @ForAll @IntRange(min = 1, max = 128) int cores,
            @ForAll @DoubleRange(min = 0.1, max = 1) double utilisation) {
        DockingLoad load = new DockingLoad(cameras, 0.585, 3.8, 10, 0.25);
        Plan plan = new CapacityModel(Costs.standard(), shape(cores, utilisation)).plan(load);
        for (MachineNeed need : plan.machines()) {
            if (need.kind().multiplies()) {
                assertThat(need.utilisation())
                        .as(need.kind().label())
                        .isLessThanOrEqualTo(Math.max(0.8, utilisation) + 1e-9);
            }
        }
    }

    @Property(tries = 100)
    void aLongerPeakHourNeverNeedsMoreMachines(@ForAll @DoubleRange(min = 0.05, max = 1) double peak) {
        DockingLoad sharp = new DockingLoad(10_000, 0.585, 3.8, 10, 1);
        DockingLoad broad = new DockingLoad(10_000, 0.585, 3.8, 10, peak);
        assertThat(plan(broad).machineCount()).isLessThanOrEqualTo(plan(sharp).machineCount());
    }

    @Test
    void theWriterStaysOneHoweverMuchIsDockedAndItsBoundIsNamed() {
        DockingLoad much = new DockingLoad(10_000_000, 0.585, 3.8, 10, 0.25);
        Plan plan = plan(much);
        assertThat(plan.need(MachineKind.LOG).count()).isEqualTo(2);
        assertThat(plan.growthToTheWriter()).isLessThan(1);
        assertThat(plan.bottleneck().kind()).isEqualTo(MachineKind.LOG);
    }

    @Test
    void everyCostHasAFigureWithASourceAndADate() {
        Costs costs = Costs.standard();
        for (Cost cost : Cost.values()) {
            assertThat(costs.figure(cost).source()).as(cost.key()).matches(".*20\\d\\d-\\d\\d-\\d\\d.*");
        }
        assertThat(Arrays.stream(Cost.values()).map(Cost::key)).doesNotHaveDuplicates();
    }

    @Test
    void ownFiguresTakeThePlaceOfTheProjects() {
        Costs own = Costs.standard().with(List.of("# ours", "receive.cpu = 5 | measured | our gateways, 2027-01-02"));
        Plan before = plan(TARGET);
        Plan after = new CapacityModel(own, SHAPE).plan(TARGET);
        assertThat(stage(after, "receive and hash").load())
                .isCloseTo(stage(before, "receive and hash").load() * 2, within(1e-9));
        assertThatThrownBy(() -> Costs.standard().with(List.of("receive.cpu = 5")))
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> Costs.standard().with(List.of("recieve.cpu = 5 | measured | x, 2027-01-02")))
                .hasMessageContaining("recieve.cpu");
        assertThatThrownBy(() -> Costs.standard().with(List.of("receive.cpu = 5 | measured | somewhere")))
                .hasMessageContaining("date");
    }

    @Test
    void theReportSaysTheSameToPeopleAndPrograms() {
        PlanReport report = PlanReport.of(new CapacityModel(Costs.standard(), SHAPE), TARGET, Costs.standard());
        assertThat(String.join("\n", report.lines()))
                .contains("10,000 cameras", "Bottleneck: ", "Twice the load: ", "log writer");
        JsonObject json = report.toJson();
        assertThat(json.integer("cameras")).isEqualTo(10_000);
        assertThat(json.integer("megabytes_per_day")).isBetween(9_990_000L, 10_020_000L);
        assertThat(json.array("machines").objects()).hasSize(MachineKind.values().length);
        assertThat(JsonObject.parse(json.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(json);
    }

    /** {@code -Dunbroken.write-docs=true} writes the table anew. */
    @Test
    void theOperatorsPageHasTheModelsFigures() throws IOException {
        Path page = Path.of(System.getProperty("unbroken.root"), "docs", "OPERATIONS.md");
        String table = DoubleStream.of(500, 2_000, 5_850, 12_000)
                .mapToObj(CapacityModelTest::row)
                .collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("unbroken.write-docs")) {
            String text = Files.readString(page);
            Files.writeString(page, text.replaceAll("(?m)(@TABLE@|(^\\| [0-9,]+ \\|.*\\|$\\n?){4})", table + "\n"));
        }
        assertThat(page).content().contains(table);
    }

    private static String row(double hours) {
        DockingLoad load = new DockingLoad(10_000, hours / 10_000, 3.8, 10, 0.25);
        Plan plan = plan(load);
        double cores = plan.stages().stream()
                .filter(stage ->
                        stage.machine() == MachineKind.DESCRIBE && stage.unit().equals("cores"))
                .mapToDouble(StageLoad::load)
                .sum();
        return String.format(
                Locale.ROOT,
                "| %,.0f | %.1f | %,.0f | %,.0f | %.1f | %d | %d | %d | %.0f | %d | %.0f | %.0f | %.2f |",
                hours,
                load.bytesPerDay() / 1e12,
                load.filesPerDay(),
                plan.events(),
                load.peakBytesPerSecond() * 8 / 1e9,
                plan.need(MachineKind.GATEWAY).count(),
                plan.need(MachineKind.SEAL).count(),
                plan.need(MachineKind.DESCRIBE).count(),
                Math.ceil(cores),
                plan.need(MachineKind.STORAGE).count(),
                plan.storage().kafkaPerBroker() / 1e9,
                plan.storage().logPerYear() / 1e9,
                plan.storage().footagePerYear() / 1e15);
    }

    private static StageLoad stage(Plan plan, String name) {
        return plan.stages().stream()
                .filter(stage -> stage.stage().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
