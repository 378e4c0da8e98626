package org.unbroken.ingest.pipeline;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.unbroken.ingest.pipeline.seal.CustodySink;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.LandingSource;
import org.unbroken.ingest.pipeline.seal.Receive;
import org.unbroken.ingest.pipeline.seal.Seal;
import org.unbroken.ingest.pipeline.seal.SealOutcome;

/**
 * <pre>
 * landings ─▶ receive ─▶ seal ─▶ custody
 *             (log)      (stow, read once, compare, manifest)   (log, landing done)
 * </pre>
 */
final class SealJob {
    static final String NAME = "seal";
    /** Landings under way at once: a long one holds up no other. */
    private static final int CAPACITY = 256;
    /** A landing takes as long as it takes. */
    private static final long NO_TIMEOUT = 0;

    private SealJob() {}

    static void build(StreamExecutionEnvironment env, String ends) {
        DataStream<LandingRef> landings = env.fromSource(
                        LandingSource.of(ends),
                        WatermarkStrategy.noWatermarks(),
                        "landings",
                        TypeInformation.of(LandingRef.class))
                .uid("landings")
                .setParallelism(1);
        DataStream<LandingRef> received = AsyncDataStream.unorderedWait(
                        landings, new Receive(ends), NO_TIMEOUT, TimeUnit.SECONDS, CAPACITY)
                .returns(LandingRef.class)
                .name("receive")
                .uid("receive")
                .setParallelism(1);
        DataStream<SealOutcome> outcomes = AsyncDataStream.unorderedWait(
                        received, new Seal(ends), NO_TIMEOUT, TimeUnit.SECONDS, CAPACITY)
                .returns(SealOutcome.class)
                .name("seal")
                .uid("seal")
                .setParallelism(1);
        outcomes.sinkTo(new CustodySink(ends)).name("custody").uid("custody").setParallelism(1);
    }
}
