package org.unbroken.storage.events;

import java.util.concurrent.CompletableFuture;

/** Puts landings whose sealing failed into {@link Topic#LANDINGS_RETRY}. For any number of threads. */
public final class KafkaRetries implements AutoCloseable {
    private final OrderedProducer producer;

    public KafkaRetries(KafkaSettings settings) {
        this.producer = new OrderedProducer(settings, Topic.LANDINGS_RETRY);
    }

    /** Completes once the retry is durable. After a failure it may be there or not: it is to be published again. */
    public CompletableFuture<Void> publish(RetryRecord retry) {
        byte[] value;
        try {
            value = retry.encode();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return producer.send(retry.key(), value);
    }

    @Override
    public void close() {
        producer.close();
    }
}
