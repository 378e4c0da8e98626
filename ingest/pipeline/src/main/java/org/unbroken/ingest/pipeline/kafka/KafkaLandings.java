package org.unbroken.ingest.pipeline.kafka;

import java.io.IOException;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.unbroken.ingest.pipeline.EndsSource;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.UnreadableSink;
import org.unbroken.storage.events.ClientProperties;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topic;

/**
 * <pre>
 * landings, landings-retry ─▶ sort ─────────────────────────────▶ landings to be sealed
 *                              ├─▶ waiting (keyed by recording) ─▶
 *                              └─▶ unreadable (log, counter, topic)
 * </pre>
 *
 * <p>How far the topics were read stands in Flink's checkpoints. A job without a checkpoint begins with the earliest
 * message that is still there, never with the offsets that Kafka knows of its group: those lie behind landings that were
 * under way, and skipping them would lose them.
 *
 * <p>So every landing comes at least once. What it leads to is told by facts that the log takes once each.
 */
public final class KafkaLandings {
    /** Under which the job's progress can be seen in Kafka. */
    private static final String GROUP = "seal";

    private static final String DISCOVERY_MILLIS = "60000";

    private KafkaLandings() {}

    public static DataStream<LandingRef> read(
            StreamExecutionEnvironment env, KafkaSettings kafka, EndsSource ends, int parallelism) throws IOException {
        SingleOutputStreamOperator<LandingRef> fresh = env.fromSource(
                        source(kafka), WatermarkStrategy.noWatermarks(), "landings")
                .uid("landings")
                .setParallelism(parallelism)
                .process(new Sort())
                .returns(LandingRef.class)
                .name("sort")
                .uid("sort")
                .setParallelism(parallelism);
        DataStream<LandingRef> again = fresh.getSideOutput(Sort.AGAIN)
                .keyBy(KafkaLandings::recording)
                .process(new Waiting())
                .returns(LandingRef.class)
                .name("waiting")
                .uid("waiting")
                .setParallelism(parallelism);
        fresh.getSideOutput(Sort.UNREADABLE)
                .sinkTo(new UnreadableSink(ends))
                .name("unreadable")
                .uid("unreadable")
                .setParallelism(1);
        return fresh.union(again);
    }

    private static String recording(Arrival arrival) throws Exception {
        return Objects.requireNonNull(arrival.landing()).landing().recording().value();
    }

    private static KafkaSource<Arrival> source(KafkaSettings kafka) throws IOException {
        Properties client = ClientProperties.common(kafka);
        client.setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), DISCOVERY_MILLIS);
        String retries = Topic.LANDINGS_RETRY.nameIn(kafka);
        return KafkaSource.<Arrival>builder()
                .setBootstrapServers(kafka.servers())
                .setTopics(Topic.LANDINGS.nameIn(kafka), retries)
                .setGroupId(kafka.topicPrefix() + GROUP)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new ArrivalReader(retries))
                .setProperties(client)
                .build();
    }
}
