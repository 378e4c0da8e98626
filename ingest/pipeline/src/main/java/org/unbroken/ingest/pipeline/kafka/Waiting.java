package org.unbroken.ingest.pipeline.kafka;

import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.RetryWait;

/**
 * Holds landings that failed until they are to be tried again, keyed by recording. A blocked recording waits here as
 * state, taking no place among those that are being sealed.
 *
 * <p>How long, goes by the number of attempts and by the clock of the machine that holds it alone: a machine whose clock is
 * wrong by days may have written when to try again, or may read it.
 *
 * <p>A replay may send a retry a second time; of two that wait for one recording the later attempt stays.
 */
final class Waiting extends KeyedProcessFunction<String, Arrival, LandingRef> {
    private transient @Nullable ValueState<Arrival> waiting;

    @Override
    public void open(OpenContext context) {
        waiting =
                getRuntimeContext().getState(new ValueStateDescriptor<>("waiting", TypeInformation.of(Arrival.class)));
    }

    @Override
    public void processElement(Arrival arrival, Context context, Collector<LandingRef> out) throws Exception {
        ValueState<Arrival> state = Objects.requireNonNull(waiting);
        Arrival known = state.value();
        if (known != null && attempt(known) >= attempt(arrival)) {
            return;
        }
        long due = context.timerService().currentProcessingTime()
                + RetryWait.after(attempt(arrival) - 1).toMillis();
        state.update(arrival.due(due));
        context.timerService().registerProcessingTimeTimer(due);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<LandingRef> out) throws Exception {
        ValueState<Arrival> state = Objects.requireNonNull(waiting);
        Arrival known = state.value();
        // The timer of an attempt that a later one has replaced comes for nothing.
        if (known != null && known.notBeforeMillis() <= millis) {
            state.clear();
            out.collect(Objects.requireNonNull(known.landing()));
        }
    }

    private static int attempt(Arrival arrival) {
        return Objects.requireNonNull(arrival.landing()).attempt();
    }
}
