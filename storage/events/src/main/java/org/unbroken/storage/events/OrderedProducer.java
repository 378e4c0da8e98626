package org.unbroken.storage.events;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records so that none of a key overtakes an earlier one, failures included.
 *
 * <p>An idempotent producer numbers its records by partition and the broker refuses a number before its turn, so a record
 * is only ever stored when those before it were. But once one has failed for good, Kafka's producer renumbers and goes on
 * with the next. So the first failure ends the producer: everything after it that is under way fails too, and is sent
 * again by whoever sent it, with a new producer. Stored records of failed sends come twice, then; readers know
 * repetitions.
 */
final class OrderedProducer implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final String topic;
    /** Whoever waits for an acknowledgement goes on here: on the producer's own thread, a send would wait for itself. */
    private final ExecutorService acknowledgements;

    private @Nullable Producer<byte[], byte[]> current;
    private boolean closed;

    OrderedProducer(KafkaSettings settings, Topic topic) {
        this.settings = settings;
        this.topic = topic.nameIn(settings);
        this.acknowledgements = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, this.topic + "-acknowledgements");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Completes once every copy that must have the record has it. Blocks for up to half of the delivery timeout where
     * the brokers are not known or the buffer is full, and completes by its end.
     */
    CompletableFuture<Void> send(byte[] key, byte[] value) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Producer<byte[], byte[]> producer;
        try {
            producer = producer();
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(failure(e));
        }
        try {
            var unused = producer.send(new ProducerRecord<>(topic, key, value), (stored, error) -> {
                if (error == null) {
                    settle(() -> outcome.complete(null));
                } else {
                    fail(producer, error, outcome);
                }
            });
        } catch (RuntimeException e) {
            // Closed by another record's failure, or interrupted.
            fail(producer, e, outcome);
        }
        return outcome;
    }

    private synchronized Producer<byte[], byte[]> producer() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (current == null) {
            current = new KafkaProducer<>(ClientProperties.producer(settings));
        }
        return current;
    }

    private void fail(Producer<byte[], byte[]> producer, Exception error, CompletableFuture<Void> outcome) {
        if (!(error instanceof RecordTooLargeException)) {
            discard(producer);
        }
        IOException failure = failure(error);
        settle(() -> outcome.completeExceptionally(failure));
    }

    private void discard(Producer<byte[], byte[]> producer) {
        synchronized (this) {
            if (current != producer) {
                return;
            }
            current = null;
        }
        // Not under the lock: what this fails comes back here from the producer's thread. Unsent records are dropped;
        // one
        // that is on the wire can still be stored, but only behind those before it.
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(Duration.ZERO);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void settle(Runnable completion) {
        try {
            acknowledgements.execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run(); // closed meanwhile: somebody may still wait
        }
    }

    private IOException failure(Exception error) {
        if (error instanceof InterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while sending to Kafka topic " + topic);
            interrupted.initCause(error);
            return interrupted;
        }
        String why =
                Optional.ofNullable(error.getMessage()).orElse(error.getClass().getSimpleName());
        return new IOException(
                "Kafka topic " + topic + " at " + settings.servers() + " did not acknowledge a record: " + why, error);
    }

    /** Waits a few seconds for what is under way; what is not acknowledged by then fails. */
    @Override
    public void close() {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = current;
            current = null;
        }
        if (last != null) {
            last.close(CLOSING);
        }
        acknowledgements.shutdown();
    }
}
