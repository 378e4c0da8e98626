package org.unbroken.ingest.pipeline;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.unbroken.ingest.pipeline.describe.Analysis;
import org.unbroken.ingest.pipeline.describe.AnalysisSink;
import org.unbroken.ingest.pipeline.describe.Arrival;
import org.unbroken.ingest.pipeline.describe.CameraHistory;
import org.unbroken.ingest.pipeline.describe.HistorySettings;
import org.unbroken.ingest.pipeline.describe.Inspect;
import org.unbroken.ingest.pipeline.describe.SealedRef;
import org.unbroken.ingest.pipeline.describe.SealedSource;

/**
 * <pre>
 * sealed entries ─▶ inspect ─▶ camera history ─▶ analysis
 *                   (worker)   (keyed by camera)  (WORM store, log)
 * </pre>
 *
 * A job of its own: its backlog never delays sealing.
 *
 * @param analyser what analysis records name as their maker
 * @param parallelism how many of each operator but the source, which reads the one log
 * @param history how a camera's files are compared
 */
public record DescribeJob(EndsSource ends, String analyser, int parallelism, HistorySettings history) {
    public static final String NAME = "describe";
    private static final int CAPACITY = 64;
    /** The worker's supervisor has the time limit. */
    private static final long NO_TIMEOUT = 0;

    public void build(StreamExecutionEnvironment env) {
        DataStream<SealedRef> sealed = env.fromSource(
                        SealedSource.of(ends),
                        WatermarkStrategy.noWatermarks(),
                        "sealed entries",
                        TypeInformation.of(SealedRef.class))
                .uid("sealed-entries")
                .setParallelism(1);
        DataStream<Arrival> inspected = AsyncDataStream.unorderedWait(
                        parallelism == 1 ? sealed : sealed.rebalance(),
                        new Inspect(ends),
                        NO_TIMEOUT,
                        TimeUnit.SECONDS,
                        CAPACITY)
                .returns(Arrival.class)
                .name("inspect")
                .uid("inspect")
                .setParallelism(parallelism);
        DataStream<Analysis> analyses = inspected
                .keyBy(Arrival::camera)
                .process(new CameraHistory(analyser, history))
                .returns(Analysis.class)
                .name("camera history")
                .uid("camera-history")
                .setParallelism(parallelism);
        analyses.sinkTo(new AnalysisSink(ends)).name("analysis").uid("analysis").setParallelism(parallelism);
    }
}
