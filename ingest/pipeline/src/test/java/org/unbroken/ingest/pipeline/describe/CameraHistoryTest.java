package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unbroken.ingest.pipeline.describe.CameraShift.SECOND;
import static org.unbroken.ingest.pipeline.describe.CameraShift.at;
import static org.unbroken.ingest.pipeline.describe.CameraShift.docked;
import static org.unbroken.ingest.pipeline.describe.CameraShift.file;
import static org.unbroken.ingest.pipeline.describe.CameraShift.video;
import static org.unbroken.ingest.pipeline.describe.CameraShift.withBytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.transcode.Inspection;

/** The operator with its keyed state, as Flink runs it. */
class CameraHistoryTest {
    private static final Inspection CAMERA = video("camera 1.0", 1920, "25");

    private static KeyedOneInputStreamOperatorTestHarness<String, Arrival, Analysis> job(
            KeyedProcessFunction<String, Arrival, Analysis> history) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(history), Arrival::camera, Types.STRING);
    }

    private static CameraHistory history() {
        return new CameraHistory("test 1", HistorySettings.defaults());
    }

    private static List<Analysis> after(List<Arrival> arrivals) throws Exception {
        try (var job = job(history())) {
            job.open();
            for (Arrival arrival : arrivals) {
                job.processElement(arrival, 0);
            }
            return job.extractOutputValues();
        }
    }

    private static Map<String, String> last(List<Analysis> analyses) {
        Map<String, String> last = new TreeMap<>();
        analyses.forEach(analysis -> last.put(analysis.recording(), analysis.json()));
        return last;
    }

    private static List<String> kinds(Analysis analysis) {
        return json(analysis).object("continuity").array("findings").objects().stream()
                .map(finding -> finding.string("kind"))
                .toList();
    }

    private static JsonObject json(Analysis analysis) {
        return JsonObject.parse(analysis.json().getBytes(StandardCharsets.UTF_8));
    }

    private static Arrival plain(TakeFacts file) {
        return CameraShift.arrival(file, CAMERA);
    }

    @Test
    void aLateArrivalClosesTheGapInANewRecordOfItsSuccessorAlone() throws Exception {
        List<Analysis> said = after(List.of(
                plain(file("a", 1, 0, 60)),
                plain(file("c", 3, 120, 180)),
                plain(file("d", 4, 300, 360)),
                plain(file("e", 2, 60, 120))));
        assertThat(said).extracting(Analysis::recording).containsExactly("a", "c", "d", "e", "c");
        assertThat(kinds(said.get(1))).contains(NumberRules.MISSING_SEQUENCE);
        assertThat(json(said.get(1)).object("continuity").string("verdict")).isEqualTo("interrupted");
        assertThat(kinds(said.get(4))).isEmpty();
        assertThat(json(said.get(4)).object("continuity").string("verdict")).isEqualTo("undetermined");
        assertThat(json(said.get(4)).object("take").integer("part")).isEqualTo(3);
    }

    @Test
    void aLateOtherVersionOfWhatIsThereIsASignOfEditingThere() throws Exception {
        List<Analysis> said = after(
                List.of(plain(withBytes(file("a", 1, 0, 60), "aa")), plain(withBytes(file("b", 1, 0, 50), "bb"))));
        assertThat(said).hasSize(2);
        assertThat(json(said.get(1)).object("continuity").string("editing")).isEqualTo("signs_found");
    }

    @Test
    void departuresAreTakenBackOnceTheNewWayLasts() throws Exception {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            arrivals.add(CameraShift.arrival(
                    file(String.format("r%02d", i), i + 1, 60L * i, 60L * i + 60),
                    i < 9 ? CAMERA : video("camera 2.0", 1920, "25")));
        }
        List<Analysis> said = after(arrivals);
        assertThat(said.subList(13, said.size()))
                .extracting(Analysis::recording)
                .containsExactlyInAnyOrder("r09", "r10", "r11");
        assertThat(kinds(said.get(9))).containsExactly(ProfileRules.PROFILE_DEPARTURE);
        Map<String, String> last = last(said);
        assertThat(last.get("r09")).contains(ProfileRules.PROFILE_CHANGE);
        assertThat(last.values()).noneMatch(json -> json.contains(ProfileRules.PROFILE_DEPARTURE));
    }

    @Test
    void cameraMemoryIsBounded() throws Exception {
        try (var job = job(new CameraHistory("test 1", HistorySettings.defaults(), 4, 10))) {
            job.open();
            for (int i = 0; i < 20; i++) {
                job.processElement(plain(file("r" + (10 + i), i + 1, 60L * i, 60L * i + 60)), 0);
            }
            assertThat(kept(job, "recordings", Inspected.class)).containsExactlyInAnyOrder("r26", "r27", "r28", "r29");
            assertThat(kept(job, "facts", TakeFacts.class)).hasSize(10).contains("r20", "r29");
            // What is compared no more is not accused; what cannot get a record any more gets none.
            assertThat(job.extractOutputValues()).hasSize(20);
            job.processElement(plain(file("r30", 30, 6000, 6060)), 0);
            job.processElement(plain(file("r31", 22, 1260, 1320)), 0);
            assertThat(job.extractOutputValues())
                    .extracting(Analysis::recording)
                    .endsWith("r30", "r31", "r30")
                    .hasSize(23);
        }
    }

    private static <T> List<String> kept(
            KeyedOneInputStreamOperatorTestHarness<String, Arrival, Analysis> job, String name, Class<T> type)
            throws Exception {
        KeyedProcessOperator<?, ?, ?> operator = (KeyedProcessOperator<?, ?, ?>) job.getOperator();
        MapState<String, T> state = operator.getKeyedStateBackend()
                .getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(type)));
        List<String> keys = new ArrayList<>();
        state.keys().forEach(keys::add);
        return keys;
    }

    @Property(tries = 25)
    void theOrderOfArrivalDoesNotMatterInTheEnd(@ForAll("shifts") List<Arrival> shift, @ForAll Random random)
            throws Exception {
        Map<String, String> inOrder = last(after(shift));
        List<Arrival> shuffled = new ArrayList<>(shift);
        Collections.shuffle(shuffled, random);
        assertThat(last(after(shuffled))).isEqualTo(inOrder);
    }

    /** Files of one camera with lost, doubled and untimed ones, clocks that jump, numbers that begin anew. */
    @Provide
    Arbitrary<List<Arrival>> shifts() {
        Arbitrary<Integer> odd = Arbitraries.frequency(
                Tuple.of(6, 0),
                Tuple.of(1, 1),
                Tuple.of(1, 2),
                Tuple.of(1, 3),
                Tuple.of(1, 4),
                Tuple.of(1, 5),
                Tuple.of(1, 6),
                Tuple.of(1, 7));
        Arbitrary<Integer> pause = Arbitraries.of(0, 0, 0, 5, 400);
        return Combinators.combine(odd, pause, Arbitraries.integers().between(1, 5_000))
                .as((kind, gap, name) -> new int[] {kind, gap, name})
                .list()
                .ofMinSize(2)
                .ofMaxSize(24)
                .map(CameraHistoryTest::shift);
    }

    private static List<Arrival> shift(List<int[]> steps) {
        List<Arrival> shift = new ArrayList<>();
        long number = 9_990;
        long second = 0;
        for (int i = 0; i < steps.size(); i++) {
            int odd = steps.get(i)[0];
            second += steps.get(i)[1];
            // Ids in an order of their own: docks upload side by side.
            String id = String.format("%04d-%02d", steps.get(i)[2], i);
            TakeFacts file = withBytes(file(id, number % 10_000, second, second + 60), "bytes " + i);
            file = switch (odd) {
                case 1 -> at(file, "2000-01-01T00:00:00Z", 60);
                case 2 -> at(file, "2026-09-01T08:00:00Z", 60);
                case 3 -> withBytes(file(id, Math.max(1, (number - 1) % 10_000), second - 60, second), "bytes " + i);
                case 4 -> withBytes(file, "bytes " + (i - 1));
                case 5 -> file(id, Inspected.UNKNOWN, second, second + 60);
                case 6 -> file(id, number % 10_000 / 2, second, second - 60);
                default -> file;
            };
            file = docked(file, "2026-11-20T1" + i / 10 + ":0" + i % 10 + ":00Z", (i / 8) * (90 * SECOND));
            shift.add(CameraShift.arrival(file, odd == 7 ? video("Lavf59", 1280, "25") : CAMERA));
            number += odd == 6 ? 3 : 1;
            second += 60;
        }
        return shift;
    }

    @Test
    void stateOfAnOlderVersionIsReadAndGoesOn() throws Exception {
        OperatorSubtaskState saved;
        try (var older = job(new OlderHistory())) {
            older.open();
            older.processElement(plain(file("a", 1, 0, 60)), 0);
            older.processElement(plain(file("c", 3, 120, 180)), 0);
            saved = older.snapshot(1, 1);
        }
        try (var job = job(history())) {
            job.initializeState(saved);
            job.open();
            job.processElement(plain(file("e", 2, 60, 120)), 0);
            assertThat(job.extractOutputValues())
                    .extracting(Analysis::recording)
                    .containsExactly("e", "c");
            OperatorSubtaskState again = job.snapshot(2, 2);
            try (var restored = job(history())) {
                restored.initializeState(again);
                restored.open();
                restored.processElement(plain(file("f", 5, 200, 260)), 0);
                assertThat(kinds(restored.extractOutputValues().get(0)))
                        .containsExactly(NumberRules.MISSING_SEQUENCE, TimeRules.CAMERA_GAP);
            }
        }
    }

    /** Keeps what the first version of the describe job kept, under the same name and type. */
    private static final class OlderHistory extends KeyedProcessFunction<String, Arrival, Analysis> {
        private transient @Nullable MapState<String, Inspected> recordings;

        @Override
        public void open(OpenContext context) {
            recordings = getRuntimeContext()
                    .getMapState(
                            new MapStateDescriptor<>("recordings", Types.STRING, TypeInformation.of(Inspected.class)));
        }

        @Override
        public void processElement(Arrival arrived, Context context, Collector<Analysis> out) throws Exception {
            Objects.requireNonNull(recordings).put(arrived.inspected().take().recording(), arrived.inspected());
        }
    }
}
