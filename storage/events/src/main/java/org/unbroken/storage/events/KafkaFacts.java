package org.unbroken.storage.events;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.unbroken.storage.custody.FactSource;

/**
 * Reads {@link Topic#CUSTODY}, all partitions of it, from the places that it is given: Kafka is told of none. A record is
 * passed over only once it was returned; what is not there to be returned is a {@link FactsLostException}.
 */
public final class KafkaFacts implements FactSource {
    /** A consumer waits for lost brokers in silence. After this long without a record it is looked whether they are there. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** A topic can be made anew under a consumer that goes on reading, and outgrow its place before the next look. */
    private static final Duration SAME_FOR = Duration.ofMinutes(1);

    private final KafkaSettings settings;
    private final String topic;
    private final LongSupplier nanoTime;
    private final Identity identity;

    private @Nullable Consumer<byte[], byte[]> consumer;
    private long heardAt;
    private long identifiedAt;
    private volatile long lag;

    /** Whether the topic is another than the one that places were told of. */
    @FunctionalInterface
    private interface Identity {
        boolean isAnother() throws IOException;
    }

    /** Places in a topic that was made anew since are {@link FactsLostException}, however long that one has become. */
    public KafkaFacts(KafkaSettings settings, LongSupplier nanoTime, TopicIdentity identity) {
        this(settings, nanoTime, identity::isAnother);
    }

    /** Takes the topic for the one that places were told of. */
    KafkaFacts(KafkaSettings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, () -> false);
    }

    private KafkaFacts(KafkaSettings settings, LongSupplier nanoTime, Identity identity) {
        this.settings = settings;
        this.identity = identity;
        this.topic = Topic.CUSTODY.nameIn(settings);
        this.nanoTime = nanoTime;
    }

    /**
     * A partition that is not named is read from offset 0, and not from where it happens to begin by now.
     *
     * @throws FactsLostException when a partition does not have its place
     */
    @Override
    public void seek(Map<Integer, Long> next) throws IOException {
        asking(kafka -> {
            Map<TopicPartition, Long> places = places(kafka, next);
            kafka.assign(places.keySet());
            requireThere(kafka, places);
            if (identity.isAnother()) {
                throw lost(kafka, places);
            }
            identifiedAt = nanoTime.getAsLong();
            places.forEach(kafka::seek);
            lag = kafka.endOffsets(places.keySet()).entrySet().stream()
                    .mapToLong(end -> end.getValue() - places.getOrDefault(end.getKey(), 0L))
                    .sum();
            return places;
        });
    }

    /** Of each partition, the first offset that is there. */
    public SortedMap<Integer, Long> beginnings() throws IOException {
        return asking(kafka -> {
            SortedMap<Integer, Long> beginnings = new TreeMap<>();
            kafka.beginningOffsets(places(kafka, Map.of()).keySet())
                    .forEach((partition, first) -> beginnings.put(partition.partition(), first));
            return beginnings;
        });
    }

    private Map<TopicPartition, Long> places(Consumer<byte[], byte[]> kafka, Map<Integer, Long> next)
            throws IOException {
        Map<TopicPartition, Long> places = kafka.partitionsFor(topic).stream()
                .map(PartitionInfo::partition)
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition),
                        partition -> next.getOrDefault(partition, 0L)));
        TreeSet<Integer> unknown = new TreeSet<>(next.keySet());
        places.keySet().forEach(partition -> unknown.remove(partition.partition()));
        if (places.isEmpty() || !unknown.isEmpty()) {
            throw new IOException("Kafka topic " + topic + " at " + settings.servers() + " has " + places.size()
                    + " partitions, and facts were taken from partitions " + next.keySet());
        }
        return places;
    }

    /** All that was taken of the topic that is gone. */
    private FactsLostException lost(Consumer<byte[], byte[]> kafka, Map<TopicPartition, Long> places) {
        Map<TopicPartition, Long> ends = kafka.endOffsets(places.keySet());
        Map<TopicPartition, Long> beginnings = kafka.beginningOffsets(places.keySet());
        return FactsLostException.ofAnotherTopic(
                topic,
                places.entrySet().stream()
                        .map(place -> new FactsLostException.Loss(
                                place.getKey().partition(),
                                place.getValue(),
                                beginnings.getOrDefault(place.getKey(), 0L),
                                ends.getOrDefault(place.getKey(), 0L)))
                        .toList());
    }

    private void requireThere(Consumer<byte[], byte[]> kafka, Map<TopicPartition, Long> places)
            throws FactsLostException {
        Map<TopicPartition, Long> ends = kafka.endOffsets(places.keySet());
        // Asked after the ends: the beginning only moves up, and what it passes meanwhile is to be noticed.
        Map<TopicPartition, Long> beginnings = kafka.beginningOffsets(places.keySet());
        List<FactsLostException.Loss> losses = new ArrayList<>();
        places.forEach((partition, wanted) -> {
            long first = beginnings.getOrDefault(partition, 0L);
            long end = Math.max(first, ends.getOrDefault(partition, 0L));
            if (wanted < first || wanted > end) {
                losses.add(new FactsLostException.Loss(partition.partition(), wanted, first, end));
            }
        });
        if (!losses.isEmpty()) {
            throw new FactsLostException(topic, losses);
        }
    }

    /**
     * After an exception, {@link #seek} tells where to go on.
     *
     * @throws FactsLostException when records were deleted before they were read, or the topic was made anew; what was read
     *     of the new one until this was noticed are facts like others
     * @throws IOException when the brokers have been away for a while
     */
    @Override
    public List<Placed> poll(Duration wait) throws IOException {
        return asking(kafka -> {
            requireSameTopic(kafka);
            List<Placed> polled = new ArrayList<>();
            ConsumerRecords<byte[], byte[]> records = read(kafka, wait);
            for (TopicPartition partition : records.partitions()) {
                for (ConsumerRecord<byte[], byte[]> found : records.records(partition)) {
                    polled.add(new Placed(partition.partition(), found.offset(), FactRecord.parse(found.value())));
                }
            }
            long now = nanoTime.getAsLong();
            if (!polled.isEmpty()) {
                heardAt = now;
            } else if (now - heardAt > SILENCE.toNanos()) {
                requireAnswer(kafka);
                heardAt = now;
            }
            lag = kafka.assignment().stream()
                    .mapToLong(partition -> kafka.currentLag(partition).orElse(0))
                    .sum();
            return polled;
        });
    }

    private void requireSameTopic(Consumer<byte[], byte[]> kafka) throws IOException {
        long now = nanoTime.getAsLong();
        if (now - identifiedAt < SAME_FOR.toNanos()) {
            return;
        }
        if (identity.isAnother()) {
            Map<TopicPartition, Long> places =
                    kafka.assignment().stream().collect(Collectors.toMap(each -> each, kafka::position));
            throw lost(kafka, places);
        }
        identifiedAt = now;
    }

    private ConsumerRecords<byte[], byte[]> read(Consumer<byte[], byte[]> kafka, Duration wait)
            throws FactsLostException {
        try {
            return kafka.poll(wait);
        } catch (OffsetOutOfRangeException e) {
            requireThere(kafka, e.offsetOutOfRangePartitions());
            throw e; // the leader had changed and by now has it: read again
        }
    }

    private static void requireAnswer(Consumer<byte[], byte[]> kafka) {
        Collection<TopicPartition> partitions = kafka.assignment();
        kafka.endOffsets(partitions);
    }

    @Override
    public long lag() {
        return lag;
    }

    private <T> T asking(Asking<T> asking) throws IOException {
        try {
            if (consumer == null) {
                consumer = new KafkaConsumer<>(ClientProperties.consumer(settings));
                heardAt = nanoTime.getAsLong();
            }
            return asking.ask(consumer);
        } catch (InterruptException e) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while reading Kafka topic " + topic);
            interrupted.initCause(e);
            throw interrupted;
        } catch (KafkaException e) {
            throw new IOException(
                    "Kafka topic " + topic + " at " + settings.servers() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private interface Asking<T> {
        T ask(Consumer<byte[], byte[]> kafka) throws IOException;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
            consumer = null;
        }
    }
}
