package org.unbroken.ingest.pipeline.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Holds each camera's latest recordings and says how a new one joins them. Whichever order they arrive in, the last
 * analysis record of each says the same: those of which an arrival changes what is to be said get new ones; nothing sealed
 * changes.
 *
 * <p>Keyed state, in the order in which versions of this job began to keep it; savepoints of older ones lack the later:
 *
 * <pre>
 * recordings   recording → Inspected    the latest 64: what a new analysis record is made of
 * facts        recording → TakeFacts    the latest 256: what others are compared with
 * </pre>
 *
 * "Latest" goes by the recording id, and so by when the upload began: numbers wrap and clocks jump.
 */
public final class CameraHistory extends KeyedProcessFunction<String, Arrival, Analysis> {
    /** Recordings that can get a new analysis record: about two shifts' worth. */
    private static final int REMEMBERED = 64;
    /** Recordings that others are compared with. */
    private static final int COMPARED = 256;

    private final String analyser;
    private final HistorySettings settings;
    private final int remembered;
    private final int compared;
    private transient @Nullable MapState<String, Inspected> recordings;
    private transient @Nullable MapState<String, TakeFacts> facts;

    public CameraHistory(String analyser, HistorySettings settings) {
        this(analyser, settings, REMEMBERED, COMPARED);
    }

    CameraHistory(String analyser, HistorySettings settings, int remembered, int compared) {
        this.analyser = analyser;
        this.settings = settings;
        this.remembered = remembered;
        this.compared = compared;
    }

    @Override
    public void open(OpenContext context) {
        recordings = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("recordings", Types.STRING, TypeInformation.of(Inspected.class)));
        facts = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("facts", Types.STRING, TypeInformation.of(TakeFacts.class)));
    }

    @Override
    public void processElement(Arrival arrived, Context context, Collector<Analysis> out) throws Exception {
        MapState<String, Inspected> whole = Objects.requireNonNull(recordings);
        MapState<String, TakeFacts> small = Objects.requireNonNull(facts);
        TakeFacts news = TakeFacts.of(arrived);
        NavigableMap<String, TakeFacts> known = known(whole, small);
        known.remove(news.recording());
        CameraFiles before = new CameraFiles(known.values(), settings);
        known.put(news.recording(), news);
        CameraFiles after = new CameraFiles(known.values(), settings);

        out.collect(analysis(arrived.inspected(), after.said(news)));
        for (TakeFacts other : before.all()) {
            if (whole.contains(other.recording())) {
                Said is = after.said(other);
                if (!is.equals(before.said(other))) {
                    out.collect(analysis(whole.get(other.recording()), is));
                }
            }
        }
        whole.put(news.recording(), arrived.inspected());
        small.put(news.recording(), news);
        forget(whole, remembered);
        forget(small, compared);
    }

    /** What a savepoint of an older version has no facts of, has its own in its inspection. */
    private static NavigableMap<String, TakeFacts> known(
            MapState<String, Inspected> whole, MapState<String, TakeFacts> small) throws Exception {
        NavigableMap<String, TakeFacts> known = new TreeMap<>();
        for (TakeFacts each : small.values()) {
            known.put(each.recording(), each);
        }
        for (String recording : keys(whole)) {
            if (!known.containsKey(recording)) {
                TakeFacts own = TakeFacts.of(whole.get(recording));
                known.put(recording, own);
                small.put(recording, own);
            }
        }
        return known;
    }

    private Analysis analysis(Inspected inspected, Said said) {
        return new Analysis(
                inspected.take().recording(),
                AnalysisRecord.of(inspected, said, analyser).text());
    }

    private static void forget(MapState<String, ?> state, int most) throws Exception {
        List<String> keys = keys(state);
        keys.sort(Comparator.naturalOrder());
        for (String oldest : keys.subList(0, Math.max(0, keys.size() - most))) {
            state.remove(oldest);
        }
    }

    private static List<String> keys(MapState<String, ?> state) throws Exception {
        List<String> keys = new ArrayList<>();
        state.keys().forEach(keys::add);
        return keys;
    }
}
