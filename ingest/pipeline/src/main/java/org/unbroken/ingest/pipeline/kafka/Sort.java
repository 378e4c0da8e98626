package org.unbroken.ingest.pipeline.kafka;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.UnreadableLanding;

/** New landings go straight on, those to be tried again wait, what cannot be read is put aside. */
final class Sort extends ProcessFunction<Arrival, LandingRef> {
    static final OutputTag<Arrival> AGAIN = new OutputTag<>("again", TypeInformation.of(Arrival.class));
    static final OutputTag<UnreadableLanding> UNREADABLE =
            new OutputTag<>("unreadable", TypeInformation.of(UnreadableLanding.class));

    @Override
    public void processElement(Arrival arrival, Context context, Collector<LandingRef> out) {
        LandingRef landing = arrival.landing();
        UnreadableLanding unreadable = arrival.unreadable();
        if (unreadable != null) {
            context.output(UNREADABLE, unreadable);
        } else if (landing != null && arrival.notBeforeMillis() > 0) {
            context.output(AGAIN, arrival);
        } else if (landing != null) {
            out.collect(landing);
        }
    }
}
