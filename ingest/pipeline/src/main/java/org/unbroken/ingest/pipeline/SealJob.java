package org.unbroken.ingest.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.unbroken.ingest.pipeline.kafka.KafkaLandings;
import org.unbroken.ingest.pipeline.seal.CustodySink;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.LandingSource;
import org.unbroken.ingest.pipeline.seal.Receive;
import org.unbroken.ingest.pipeline.seal.Seal;
import org.unbroken.ingest.pipeline.seal.SealOutcome;
import org.unbroken.storage.events.KafkaSettings;

/**
 * <pre>
 * landings ─▶ receive ─▶ seal ─▶ custody
 *             (log)      (stow, read once, compare, manifest)   (log, landing done)
 * </pre>
 *
 * <p>The job hands each landing's facts to the log at least once, and the log takes each fact once, by recording, event
 * and key: together that is exactly once, without a transaction between Flink, the stores and the log.
 *
 * @param kafka where landings come from Kafka; empty where the ends have them by number
 * @param parallelism how many of each operator; one camera's landings all pass through one {@code receive}
 */
public record SealJob(EndsSource ends, Optional<KafkaSettings> kafka, int parallelism) {
    public static final String NAME = "seal";
    /** Landings under way at once in each operator: a long one holds up no other. */
    private static final int CAPACITY = 256;
    /** A landing takes as long as it takes. */
    private static final long NO_TIMEOUT = 0;

    static SealJob embedded(EndsSource ends) {
        return new SealJob(ends, Optional.empty(), 1);
    }

    public void build(StreamExecutionEnvironment env) throws IOException {
        DataStream<LandingRef> landings =
                kafka.isPresent() ? KafkaLandings.read(env, kafka.get(), ends, parallelism) : numbered(env);
        DataStream<LandingRef> received = AsyncDataStream.unorderedWait(
                        parallelism == 1 ? landings : landings.keyBy(SealJob::camera),
                        new Receive(ends),
                        NO_TIMEOUT,
                        TimeUnit.SECONDS,
                        CAPACITY)
                .returns(LandingRef.class)
                .name("receive")
                .uid("receive")
                .setParallelism(parallelism);
        DataStream<SealOutcome> outcomes = AsyncDataStream.unorderedWait(
                        // In turn: what one machine refuses comes to another, and a camera's evening to all of them.
                        parallelism == 1 ? received : received.rebalance(),
                        new Seal(ends),
                        NO_TIMEOUT,
                        TimeUnit.SECONDS,
                        CAPACITY)
                .returns(SealOutcome.class)
                .name("seal")
                .uid("seal")
                .setParallelism(parallelism);
        outcomes.sinkTo(new CustodySink(ends)).name("custody").uid("custody").setParallelism(parallelism);
    }

    private DataStream<LandingRef> numbered(StreamExecutionEnvironment env) {
        return env.fromSource(
                        LandingSource.of(ends),
                        WatermarkStrategy.noWatermarks(),
                        "landings",
                        TypeInformation.of(LandingRef.class))
                .uid("landings")
                .setParallelism(1);
    }

    private static String camera(LandingRef ref) throws Exception {
        return ref.landing().agency() + '\0' + ref.landing().camera();
    }
}
