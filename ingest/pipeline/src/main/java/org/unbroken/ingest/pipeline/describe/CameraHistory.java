package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.unbroken.transcode.Finding;

/**
 * Holds each camera's latest recordings and says how a new one joins them. A recording that arrives late is put in its
 * place, and its successors get new analysis records where what is said of them changes; nothing sealed changes.
 */
public final class CameraHistory extends KeyedProcessFunction<String, Inspected, Analysis> {
    /** Recordings remembered a camera: about two shifts' worth; earlier ones are looked at no more. */
    private static final int REMEMBERED = 64;

    private final String analyser;
    private transient @Nullable MapState<String, Inspected> recordings;

    public CameraHistory(String analyser) {
        this.analyser = analyser;
    }

    @Override
    public void open(OpenContext context) {
        recordings = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("recordings", Types.STRING, TypeInformation.of(Inspected.class)));
    }

    @Override
    public void processElement(Inspected arrived, Context context, Collector<Analysis> out) throws Exception {
        MapState<String, Inspected> state = Objects.requireNonNull(recordings);
        List<Inspected> before = new ArrayList<>();
        state.values().forEach(before::add);
        before.removeIf(known -> known.take().recording().equals(arrived.take().recording()));
        List<Take> takesBefore = before.stream().map(Inspected::take).toList();

        List<Inspected> after = new ArrayList<>(before);
        after.add(arrived);
        List<Take> takesAfter = after.stream().map(Inspected::take).toList();

        out.collect(analysis(arrived, HistoryRules.findings(arrived.take(), takesAfter)));
        for (Take successor : HistoryRules.affectedBy(arrived.take(), takesBefore)) {
            List<Finding> was = HistoryRules.findings(successor, takesBefore);
            List<Finding> is = HistoryRules.findings(successor, takesAfter);
            if (!was.equals(is)) {
                out.collect(analysis(find(before, successor), is));
            }
        }
        state.put(arrived.take().recording(), arrived);
        forget(after, state);
    }

    private Analysis analysis(Inspected inspected, List<Finding> history) {
        return new Analysis(
                inspected.take().recording(),
                AnalysisRecord.of(inspected, history, analyser).text());
    }

    private static Inspected find(List<Inspected> all, Take take) {
        return all.stream()
                .filter(inspected -> inspected.take().equals(take))
                .findFirst()
                .orElseThrow();
    }

    private static void forget(List<Inspected> all, MapState<String, Inspected> state) throws Exception {
        if (all.size() > REMEMBERED) {
            Inspected oldest = all.stream()
                    .min(Comparator.comparingLong(
                                    (Inspected each) -> each.take().sequence())
                            .thenComparingLong(each -> each.take().startMicros())
                            .thenComparing(each -> each.take().recording()))
                    .orElseThrow();
            state.remove(oldest.take().recording());
        }
    }
}
