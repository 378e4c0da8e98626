package org.unbroken.storage.events;

import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.unbroken.storage.custody.CustodyEvents;
import org.unbroken.storage.custody.CustodyFact;

/**
 * Sends facts to the log's writer through {@link Topic#CUSTODY}. A future completes when Kafka has the fact, which is
 * before it is an entry: the index is never known.
 *
 * <p>Facts of a camera that are under way together are stored in the order in which they were appended. When one fails,
 * so do those behind it, those of other cameras too. A fact that is appended after that is on its own: what must not
 * come before another, such as a recording's sealing before its receipt, is appended once the other's future is done.
 *
 * <p>With the brokers away, a call returns within half of the delivery timeout and its future fails within the whole. For
 * any number of threads.
 */
public final class KafkaCustodyEvents implements CustodyEvents, AutoCloseable {
    private final OrderedProducer producer;
    private final SecureRandom random;

    /** {@code random} draws the salts: see {@link CustodyFact#salted}. */
    public KafkaCustodyEvents(KafkaSettings settings, SecureRandom random) {
        this.random = random;
        this.producer = new OrderedProducer(settings, Topic.CUSTODY);
    }

    /** Fails with {@link IllegalArgumentException} for a fact that no record can hold: sending it again is of no use. */
    @Override
    public CompletableFuture<OptionalLong> append(CustodyFact fact) {
        byte[] value;
        try {
            value = FactRecord.encode(fact.salted(random));
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
