package org.unbroken.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.custody.CustodyFact;
import org.unbroken.storage.custody.FactSource.Item;
import org.unbroken.storage.custody.FactSource.Placed;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.shared.MemorySharedDocuments;

/** Both ends of each topic, against a real broker that stays up. */
class KafkaEventsTest {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final KafkaSettings settings = KafkaBroker.shared().settings();

    @BeforeEach
    void topics() throws IOException {
        new Topics(settings).ensure();
    }

    @Test
    void aCamerasFactsComeInTheOrderInWhichTheyWereAppended() throws Exception {
        try (KafkaCustodyEvents events = new KafkaCustodyEvents(settings, new SecureRandom())) {
            List<CompletableFuture<?>> acknowledged = new ArrayList<>();
            for (int number = 0; number < 300; number++) {
                String camera = "c-" + number % 7;
                acknowledged.add(events.append(MadeUp.received(number, camera)));
                acknowledged.add(events.append(MadeUp.sealed(number, camera)));
                acknowledged.add(events.block(MadeUp.blocked(number, camera)));
            }
            for (CompletableFuture<?> each : acknowledged) {
                each.get(20, TimeUnit.SECONDS);
            }
            assertThat(events.append(MadeUp.viewed(1)).get(20, TimeUnit.SECONDS))
                    .isEqualTo(OptionalLong.empty());
        }
        List<Placed> read = read(Map.of(), 901);
        for (int camera = 0; camera < 7; camera++) {
            String name = "c-" + camera;
            List<Item> expected = new ArrayList<>();
            for (int number = camera; number < 300; number += 7) {
                expected.add(new Item.Fact(MadeUp.received(number, name)));
                expected.add(new Item.Fact(MadeUp.sealed(number, name)));
                expected.add(new Item.Note(MadeUp.blocked(number, name)));
            }
            assertThat(read.stream().map(MadeUp::unsalted).filter(item -> isOf(item, name)))
                    .isEqualTo(expected);
        }
        assertThat(read.stream().map(Placed::partition).distinct()).hasSizeGreaterThan(1);
    }

    private static boolean isOf(Item item, String camera) {
        if (item instanceof Item.Fact fact) {
            return fact.fact().camera().equals(Optional.of(camera));
        }
        return item instanceof Item.Note note && note.blocked().camera().equals(camera);
    }

    @Test
    void readingGoesOnFromThePlacesGivenAndCountsWhatWaits() throws Exception {
        append(60);
        List<Placed> all = read(Map.of(), 60);
        Map<Integer, Long> next = all.subList(0, 25).stream()
                .collect(Collectors.toMap(Placed::partition, placed -> placed.offset() + 1, Math::max));
        try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime)) {
            facts.seek(next);
            assertThat(facts.lag()).isEqualTo(35);
            List<Placed> rest = drain(facts, 35);
            assertThat(rest).containsExactlyInAnyOrderElementsOf(all.subList(25, 60));
            assertThat(facts.lag()).isZero();
            facts.seek(Map.of());
            assertThat(drain(facts, 60)).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void whatIsNoFactIsHandedOverAsUnreadableAndStopsNothing() throws Exception {
        append(1);
        try (Producer<byte[], byte[]> stranger = new KafkaProducer<>(ClientProperties.producer(settings))) {
            String topic = Topic.CUSTODY.nameIn(settings);
            byte[] key = RecordKey.of("traffic", "c-0");
            stranger.send(new ProducerRecord<>(topic, key, new byte[] {1, 2, 3}))
                    .get(20, TimeUnit.SECONDS);
            stranger.send(new ProducerRecord<>(topic, key, null)).get(20, TimeUnit.SECONDS);
        }
        append(1);
        assertThat(read(Map.of(), 4).stream()
                        .map(placed -> placed.item().getClass().getSimpleName()))
                .isEqualTo(List.of("Fact", "Unreadable", "Unreadable", "Fact"));
    }

    @Test
    void factsDeletedBeforeTheyWereTakenAreAnErrorThatCountsThem() throws Exception {
        append(30);
        List<Placed> all = read(Map.of(), 30);
        int partition = all.get(0).partition();
        long taken = all.get(0).offset() + 1;
        long there =
                all.stream().filter(placed -> placed.partition() == partition).count();
        try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime);
                KafkaFacts running = new KafkaFacts(settings, System::nanoTime)) {
            delete(partition, there);
            assertThatThrownBy(() -> facts.seek(Map.of(partition, taken)))
                    .isInstanceOfSatisfying(FactsLostException.class, lost -> {
                        assertThat(lost.losses())
                                .containsExactly(new FactsLostException.Loss(partition, taken, there, there));
                        assertThat(lost.readableFrom()).isEqualTo(Map.of(partition, there));
                    })
                    .hasMessageContaining("the " + (there - taken) + " records from " + taken + " on were deleted");
            assertThatThrownBy(() -> facts.seek(Map.of())).isInstanceOf(FactsLostException.class);
            running.seek(Map.of(partition, there));
            append(60);
            long more = read(Map.of(partition, there), 30 - (int) there + 60).stream()
                    .filter(placed -> placed.partition() == partition)
                    .count();
            assertThat(more).isPositive();
            delete(partition, there + more);
            // Its first fetch asks for what was deleted since it was placed there.
            assertThatThrownBy(() -> drain(running, 90)).isInstanceOf(FactsLostException.class);
        }
    }

    @Test
    void afterALossTheLogReadsAgainWhatIsThereOnceAPersonSaysSo() throws Exception {
        append(30);
        List<Placed> all = read(Map.of(), 30);
        int partition = all.get(0).partition();
        SortedMap<Integer, Long> taken = new TreeMap<>(Map.of(partition, 1_000L));
        try (MemorySharedDocuments documents = new MemorySharedDocuments()) {
            ReadAgain again = new ReadAgain(documents, settings, System::nanoTime);
            assertThatThrownBy(again::run).isInstanceOf(NoSuchFileException.class);
            WriterDocument before = document(taken);
            documents.create(WriterDocument.NAME, before.bytes());

            assertThat(again.run()).hasValueSatisfying(lost -> assertThat(lost).hasMessageContaining("up to 1000"));

            WriterDocument after = WriterDocument.parse(
                    documents.find(WriterDocument.NAME).orElseThrow().bytes());
            assertThat(after.holder()).as("whoever leads must stop").isEmpty();
            assertThat(after.epoch()).isGreaterThan(before.epoch());
            try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime)) {
                facts.seek(after.positions());
                assertThat(drain(facts, 30)).containsExactlyInAnyOrderElementsOf(all);
            }
            assertThat(again.run()).as("nothing is missing any more").isEmpty();
        }
    }

    @Test
    void aTopicThatWasMadeAnewIsNotReadOnHoweverLongItHasBecome() throws Exception {
        append(30);
        SortedMap<Integer, Long> taken = new TreeMap<>();
        read(Map.of(), 30).forEach(placed -> taken.merge(placed.partition(), placed.offset() + 1, Math::max));
        try (MemorySharedDocuments documents = new MemorySharedDocuments()) {
            TopicIdentity identity = new TopicIdentity(documents, settings, Topic.CUSTODY);
            documents.create(WriterDocument.NAME, document(taken).bytes());
            assertThat(identity.isAnother()).as("the first that is seen").isFalse();
            emptied();
            append(200);
            assertThat(identity.isAnother()).isTrue();
            try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime, identity)) {
                assertThatThrownBy(() -> facts.seek(taken))
                        .isInstanceOf(FactsLostException.class)
                        .hasMessageContaining("another one than facts were taken from");
                assertThatThrownBy(() -> facts.seek(taken)).isInstanceOf(FactsLostException.class);
            }

            assertThat(new ReadAgain(documents, settings, System::nanoTime).run())
                    .isPresent();

            try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime, identity)) {
                facts.seek(WriterDocument.parse(documents
                                .find(WriterDocument.NAME)
                                .orElseThrow()
                                .bytes())
                        .positions());
                assertThat(drain(facts, 200)).hasSize(200);
            }
        }
    }

    /** A leader keeps its consumer for days, and a busy topic grows past its place between two looks. */
    @Test
    void aTopicThatIsMadeAnewUnderItsReaderIsNoticedWithinAMinute() throws Exception {
        append(30);
        AtomicLong nanos = new AtomicLong(System.nanoTime());
        try (MemorySharedDocuments documents = new MemorySharedDocuments();
                KafkaFacts facts =
                        new KafkaFacts(settings, nanos::get, new TopicIdentity(documents, settings, Topic.CUSTODY))) {
            facts.seek(Map.of());
            drain(facts, 30);
            nanos.addAndGet(Duration.ofSeconds(61).toNanos());
            facts.poll(WAIT);
            emptied();
            assertThat(appended(200)).as("acknowledged").isPositive();
            nanos.addAndGet(Duration.ofSeconds(61).toNanos());
            assertThatThrownBy(() -> facts.poll(WAIT))
                    .isInstanceOf(FactsLostException.class)
                    .hasMessageContaining("another one than facts were taken from");
        }
    }

    @Test
    void onlyTheTopicThatWasSeenIsAccepted() throws Exception {
        try (MemorySharedDocuments documents = new MemorySharedDocuments()) {
            TopicIdentity identity = new TopicIdentity(documents, settings, Topic.CUSTODY);
            assertThat(identity.another()).isEmpty();
            emptied();
            String second = identity.another().orElseThrow();
            emptied();
            identity.accept(second);
            assertThat(identity.another())
                    .as("a third one, of which nothing was read")
                    .isPresent();
        }
    }

    /** As a broker whose folder was deleted has it once somebody made the topics. */
    private void emptied() throws Exception {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            admin.deleteTopics(List.of(Topic.CUSTODY.nameIn(settings))).all().get(20, TimeUnit.SECONDS);
            while (admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(Topic.CUSTODY.nameIn(settings))) {
                Thread.onSpinWait();
            }
        }
        new Topics(settings).ensure();
    }

    /** A node leads, and has taken so much. */
    private static WriterDocument document(SortedMap<Integer, Long> positions) {
        return new WriterDocument(
                3,
                Optional.of("log-1"),
                "0123456789abcdef0123456789abcdef",
                40,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                positions);
    }

    private void delete(int partition, long before) throws Exception {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            TopicPartition where = new TopicPartition(Topic.CUSTODY.nameIn(settings), partition);
            admin.deleteRecords(Map.of(where, RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTopicThatIsShorterThanWhatWasTakenOfItIsNotReadOn() throws Exception {
        append(3);
        try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime)) {
            assertThatThrownBy(() -> facts.seek(Map.of(0, 1_000L)))
                    .isInstanceOf(FactsLostException.class)
                    .hasMessageContaining("taken up to 1000");
            assertThatThrownBy(() -> facts.seek(Map.of(17, 1L)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has 4 partitions");
        }
    }

    @Test
    void landingsAndRetriesLieUnderTheirCamera() throws Exception {
        RetryRecord retry = new RetryRecord(MadeUp.landing(2, "c-2"), 1, MadeUp.NOON, "no room");
        try (KafkaLandingPublisher publisher = new KafkaLandingPublisher(settings);
                KafkaRetries retries = new KafkaRetries(settings)) {
            publisher.publish(MadeUp.landing(1, "c-1"));
            retries.publish(retry).get(20, TimeUnit.SECONDS);
        }
        ConsumerRecord<byte[], byte[]> landing = only(Topic.LANDINGS);
        assertThat(landing.key()).isEqualTo(RecordKey.of("traffic", "c-1"));
        assertThat(LandingRecord.decode(landing.value())).isEqualTo(MadeUp.landing(1, "c-1"));
        assertThat(RetryRecord.decode(only(Topic.LANDINGS_RETRY).value())).isEqualTo(retry);
    }

    private ConsumerRecord<byte[], byte[]> only(Topic topic) throws IOException {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(ClientProperties.consumer(settings))) {
            List<TopicPartition> all = consumer.partitionsFor(topic.nameIn(settings)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (found.isEmpty() && System.nanoTime() < deadline) {
                consumer.poll(WAIT).forEach(found::add);
            }
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void afterClosingNothingIsTaken() throws Exception {
        KafkaLandingPublisher publisher = new KafkaLandingPublisher(settings);
        publisher.publish(MadeUp.landing(1, "c"));
        publisher.close();
        assertThatThrownBy(() -> publisher.publish(MadeUp.landing(2, "c"))).isInstanceOf(IOException.class);
    }

    private void append(int count) throws Exception {
        assertThat(appended(count)).as("acknowledged").isEqualTo(count);
    }

    /**
     * How many were acknowledged. One partition of a topic that was made anew under its reader was seen once to acknowledge
     * nothing for as long as a record is tried, 15 s; others did.
     */
    private int appended(int count) throws Exception {
        try (KafkaCustodyEvents events = new KafkaCustodyEvents(settings, new SecureRandom())) {
            List<CompletableFuture<?>> going = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                CustodyFact fact = MadeUp.sealed(number, "c-" + number % 11);
                going.add(events.append(fact));
            }
            int acknowledged = 0;
            for (CompletableFuture<?> each : going) {
                try {
                    each.get(20, TimeUnit.SECONDS);
                    acknowledged++;
                } catch (ExecutionException e) {
                    assertThat(e).hasRootCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
                }
            }
            return acknowledged;
        }
    }

    private List<Placed> read(Map<Integer, Long> from, int count) throws IOException {
        try (KafkaFacts facts = new KafkaFacts(settings, System::nanoTime)) {
            facts.seek(from);
            return drain(facts, count);
        }
    }

    /** So many, and no more than that. */
    private static List<Placed> drain(KafkaFacts facts, int count) throws IOException {
        List<Placed> read = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (read.size() < count && System.nanoTime() < deadline) {
            read.addAll(facts.poll(WAIT));
        }
        read.addAll(facts.poll(WAIT));
        assertThat(read).hasSize(count);
        return read;
    }
}
