package org.unbroken.ingest.pipeline.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.pipeline.seal.LandingQueue;
import org.unbroken.ingest.pipeline.seal.LandingRef;
import org.unbroken.ingest.pipeline.seal.UnreadableLanding;
import org.unbroken.storage.events.ClientProperties;
import org.unbroken.storage.events.KafkaRetries;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.RetryRecord;
import org.unbroken.storage.events.Topic;

/**
 * The landings' topics, as far as the job writes to them. What is done needs no note: Flink's checkpoint holds how far
 * the topics were read, and a landing that comes again is found sealed.
 */
public final class KafkaLandingQueue implements LandingQueue, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaLandingQueue.class);
    private static final String NOT_STARTED = "start() comes first";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private @Nullable KafkaRetries retries;
    private @Nullable Producer<byte[], byte[]> aside;

    public KafkaLandingQueue(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    public void start() throws IOException {
        Properties properties = ClientProperties.common(kafka);
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(Topic.MAX_MESSAGE_BYTES));
        aside = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        retries = new KafkaRetries(kafka);
    }

    @Override
    public boolean isDone(LandingRef ref) {
        return false;
    }

    @Override
    public CompletableFuture<Void> done(LandingRef ref) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> retry(LandingRef ref, Instant notBefore, String reason) {
        try {
            return Objects.requireNonNull(retries, NOT_STARTED)
                    .publish(new RetryRecord(ref.landing(), ref.attempt(), notBefore, reason));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> setAside(UnreadableLanding unreadable) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                Topic.LANDINGS_UNREADABLE.nameIn(kafka), Base64.getDecoder().decode(unreadable.content()));
        copy.headers().add("place", unreadable.place().getBytes(StandardCharsets.UTF_8));
        copy.headers().add("why", unreadable.why().getBytes(StandardCharsets.UTF_8));
        return send(copy).exceptionallyCompose(failure -> {
            if (failure instanceof RecordTooLargeException) {
                // It stays where it is as long as its topic keeps it; waiting would not make it smaller.
                log.atError().addKeyValue("place", unreadable.place()).log("too large to be copied aside");
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            var unused = Objects.requireNonNull(aside, NOT_STARTED).send(message, (at, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    @Override
    public void close() {
        if (retries != null) {
            retries.close();
        }
        if (aside != null) {
            aside.close(CLOSE_LIMIT);
        }
    }
}
