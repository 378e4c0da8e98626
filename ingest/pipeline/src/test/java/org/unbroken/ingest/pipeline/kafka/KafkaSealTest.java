package org.unbroken.ingest.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.ingest.pipeline.PipelineEnds;
import org.unbroken.ingest.pipeline.PipelineSettings;
import org.unbroken.ingest.pipeline.RegisteredEnds;
import org.unbroken.ingest.pipeline.SealJob;
import org.unbroken.ingest.pipeline.StageTimes;
import org.unbroken.ingest.pipeline.engine.EmbeddedEngine;
import org.unbroken.ingest.pipeline.engine.EngineSettings;
import org.unbroken.ingest.pipeline.seal.SealWorkshop;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.digest.ChunkChain;
import org.unbroken.integrity.digest.ChunkDigester;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.events.ClientProperties;
import org.unbroken.storage.events.KafkaBroker;
import org.unbroken.storage.events.KafkaLandingPublisher;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topic;
import org.unbroken.storage.events.Topics;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.staging.LocalStagingArea;
import org.unbroken.storage.staging.StagedFile;
import org.unbroken.storage.worm.LocalWormSettings;
import org.unbroken.storage.worm.LocalWormStore;
import org.unbroken.storage.worm.ObjectKey;

/** The seal job fed by a real broker. */
class KafkaSealTest {
    @TempDir
    Path dir;

    private final Facts facts = new Facts();
    private KafkaSettings kafka;
    private LocalStagingArea staging;
    private LocalWormStore worm;
    private KafkaLandingPublisher publisher;
    private KafkaLandingQueue queue;
    private EmbeddedEngine engine;
    private volatile Duration wrongBy = Duration.ZERO;
    private RegisteredEnds ends;

    @BeforeEach
    void open() throws Exception {
        kafka = KafkaBroker.shared().settings();
        new Topics(kafka).ensure();
        staging = new LocalStagingArea(dir, new LocalDisk());
        staging.start();
        worm = new LocalWormStore(dir, staging, new LocalDisk(), new LocalWormSettings(false));
        worm.start();
        publisher = new KafkaLandingPublisher(kafka);
        queue = new KafkaLandingQueue(kafka);
        queue.start();
        PrometheusRegistry metrics = new PrometheusRegistry();
        PipelineSettings settings = new PipelineSettings(
                dir.resolve("flink"),
                dir.resolve("derived"),
                Duration.ofMillis(200),
                2,
                1,
                Period.ofDays(1),
                "local",
                "unbroken test");
        SealWorkshop shop = new SealWorkshop(
                settings,
                queue,
                facts,
                worm,
                () -> Instant.now().plus(wrongBy),
                () -> wrongBy.isZero() ? Optional.empty() : Optional.of("clock wrong by " + wrongBy),
                new StageTimes(metrics),
                metrics);
        PipelineEnds opened = new PipelineEnds(
                () -> shop,
                () -> {
                    throw new IllegalStateException("nothing is described here");
                },
                () -> {});
        ends = RegisteredEnds.register(opened, Clock.systemUTC(), new SecureRandom());
        engine = new EmbeddedEngine(new EngineSettings(dir.resolve("flink"), Duration.ofMillis(200)));
        engine.start();
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        ends.unregister();
        queue.close();
        publisher.close();
        worm.close();
        staging.close();
    }

    private void submit() throws Exception {
        SealJob job = new SealJob(ends, Optional.of(kafka), 2);
        engine.submit(SealJob.NAME, job::build);
    }

    @Test
    void sealsWhatIsAnnouncedInEachCamerasOrderAndPutsAsideWhatItCannotRead() throws Exception {
        Landing first = stage(1, "cam-1");
        Landing second = stage(2, "cam-1");
        Landing other = stage(3, "cam-2");
        publisher.publish(first);
        byte[] nonsense = "not a landing".getBytes(StandardCharsets.UTF_8);
        for (int partition = 0; partition < kafka.partitions(); partition++) {
            send(partition, nonsense);
        }
        publisher.publish(second);
        publisher.publish(other);
        submit();

        await("three are sealed", () -> facts.of(CustodyEvent.SEALED).size() == 3);
        List<RecordingId> received = facts.of(CustodyEvent.RECEIVED);
        assertThat(received.indexOf(first.recording())).isLessThan(received.indexOf(second.recording()));
        await("each is put aside", () -> aside().size() == kafka.partitions());
        assertThat(aside()).allSatisfy(message -> {
            assertThat(message.value()).isEqualTo(nonsense);
            assertThat(new String(message.headers().lastHeader("place").value(), StandardCharsets.UTF_8))
                    .startsWith(Topic.LANDINGS.nameIn(kafka) + "/");
        });
        assertThat(engine.problems()).isEmpty();
    }

    @Test
    void aBlockedRecordingWaitsAndIsSealedWhenItCanBe() throws Exception {
        Landing blocked = landing(1, "cam-1", new byte[1000]);
        Landing free = stage(2, "cam-1");
        publisher.publish(blocked);
        publisher.publish(free);
        submit();

        await("the other is sealed", () -> facts.of(CustodyEvent.SEALED).contains(free.recording()));
        await("it shows as blocked", () -> facts.blocked.contains(blocked.recording()));
        stage(blocked.recording(), new byte[1000]);
        await("it is sealed", () -> facts.of(CustodyEvent.SEALED).contains(blocked.recording()));
        assertThat(engine.problems()).isEmpty();
    }

    @Test
    void nothingIsSealedByAClockThatIsWrongAndAllByOneThatIsRightAgain() throws Exception {
        wrongBy = Duration.ofHours(36); // so it also writes when to try again
        Landing landing = stage(1, "cam-1");
        publisher.publish(landing);
        submit();

        await("it shows as blocked", () -> facts.blocked.contains(landing.recording()));
        assertThat(facts.of(CustodyEvent.SEALED)).isEmpty();
        assertThat(worm.find(ObjectKey.manifest(landing.recording()))).isEmpty();
        wrongBy = Duration.ZERO;
        await("it is sealed", () -> facts.of(CustodyEvent.SEALED).contains(landing.recording()));
        assertThat(facts.at(landing.recording())).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
        assertThat(engine.problems()).isEmpty();
    }

    private Landing stage(int number, String camera) throws IOException {
        byte[] bytes = new byte[1000 + number];
        Landing landing = landing(number, camera, bytes);
        stage(landing.recording(), bytes);
        return landing;
    }

    private void stage(RecordingId id, byte[] bytes) throws IOException {
        try (StagedFile file = staging.create(id)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync(file.length());
        }
    }

    private static Landing landing(int number, String camera, byte[] bytes) {
        return new Landing(
                number,
                RecordingId.generate(Clock.systemUTC(), new SecureRandom()),
                "default",
                camera,
                "dock-1",
                bytes.length,
                ChunkDigester.digest(ByteBuffer.wrap(bytes), ChunkChain.CHUNK_BYTES),
                Instant.now(),
                OptionalLong.empty(),
                Map.of());
    }

    private void send(int partition, byte[] value) throws Exception {
        Properties client = ClientProperties.common(kafka);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.LANDINGS.nameIn(kafka), partition, null, value))
                    .get(1, TimeUnit.MINUTES);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> aside() throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                ClientProperties.common(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topic.LANDINGS_UNREADABLE.nameIn(kafka);
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new java.util.ArrayList<>();
            long wanted = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (found.size() < wanted) {
                consumer.poll(Duration.ofSeconds(1)).forEach(found::add);
            }
            return found;
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** A log that remembers what it was offered first. */
    private static final class Facts implements CustodyEvents {
        private final List<CustodyFact> taken = new CopyOnWriteArrayList<>();
        private final List<RecordingId> blocked = new CopyOnWriteArrayList<>();

        @Override
        public synchronized CompletableFuture<OptionalLong> append(CustodyFact fact) {
            if (!of(fact.event()).contains(fact.recording())) {
                taken.add(fact);
            }
            return CompletableFuture.completedFuture(OptionalLong.empty());
        }

        @Override
        public CompletableFuture<Void> block(Blocked what) {
            blocked.add(what.recording());
            return CompletableFuture.completedFuture(null);
        }

        /** When it was sealed, as its entry will say. */
        Instant at(RecordingId recording) {
            return taken.stream()
                    .filter(fact -> fact.event() == CustodyEvent.SEALED)
                    .filter(fact -> fact.recording().equals(recording))
                    .map(CustodyFact::at)
                    .findAny()
                    .orElseThrow();
        }

        List<RecordingId> of(CustodyEvent event) {
            return taken.stream()
                    .filter(fact -> fact.event() == event)
                    .map(CustodyFact::recording)
                    .toList();
        }
    }
}
