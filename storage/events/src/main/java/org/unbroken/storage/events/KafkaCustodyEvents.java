package org.unbroken.storage.events;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;

/**
 * Sends facts to the log's writer through {@link Topic#CUSTODY}. A future completes when Kafka has the fact, which is
 * before it is an entry: the index is never known.
 *
 * <p>When a fact fails, so do those sent after it that are still under way, those of other cameras too: sent again in
 * their order they keep it (see {@link OrderedProducer}).
 */
public final class KafkaCustodyEvents implements CustodyEvents, AutoCloseable {
    private final OrderedProducer producer;

    public KafkaCustodyEvents(KafkaSettings settings) {
        this.producer = new OrderedProducer(settings, Topic.CUSTODY);
    }

    /** Fails with {@link IllegalArgumentException} for a fact that no record can hold: sending it again is of no use. */
    @Override
    public CompletableFuture<OptionalLong> append(CustodyFact fact) {
        byte[] value;
        try {
            value = FactRecord.encode(fact);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return producer.send(FactRecord.key(fact), value).thenApply(stored -> OptionalLong.empty());
    }

    @Override
    public CompletableFuture<Void> block(Blocked blocked) {
        byte[] value;
        try {
            value = FactRecord.encode(blocked);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return producer.send(FactRecord.key(blocked), value);
    }

    @Override
    public void close() {
        producer.close();
    }
}
