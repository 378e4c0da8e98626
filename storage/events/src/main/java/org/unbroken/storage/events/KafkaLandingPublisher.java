package org.unbroken.storage.events;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.LandingPublisher;

/**
 * Announces landings in {@link Topic#LANDINGS}. Each call ends within the delivery timeout. Connects at the first
 * landing, and anew after a failure. For any number of threads.
 */
public final class KafkaLandingPublisher implements LandingPublisher, AutoCloseable {
    private final KafkaSettings settings;
    private final OrderedProducer producer;

    public KafkaLandingPublisher(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new OrderedProducer(settings, Topic.LANDINGS);
    }

    @Override
    public void publish(Landing landing) throws IOException {
        CompletableFuture<Void> stored = producer.send(LandingRecord.key(landing), LandingRecord.encode(landing));
        try {
            // The producer keeps to its own limits; this one is for a producer that does not.
            stored.get(settings.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(
                    "the landing of recording " + landing.recording() + " is not announced: " + cause.getMessage(),
                    cause);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the landing of recording " + landing.recording() + " is not announced: Kafka at "
                            + settings.servers() + " gave no answer within " + settings.deliveryTimeout(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while announcing recording " + landing.recording());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
