package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.time.InstantSource;
import org.unbroken.deploy.config.ScaleOut;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topics;
import org.unbroken.storage.s3.RequestObserver;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3WormStore;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.WormStore;

/** What the processes of a cluster have in common: the object store and the queues, and nothing else. */
final class SharedStores {
    private final ScaleOut settings;
    private final InstantSource clock;
    private final RunningParts running;
    private final Waiting waiting;
    private final RequestObserver observer;

    /** What is opened is added to {@code running}, whose owner closes it. */
    SharedStores(
            ScaleOut settings, InstantSource clock, RunningParts running, Waiting waiting, RequestObserver observer) {
        this.settings = settings;
        this.clock = clock;
        this.running = running;
        this.waiting = waiting;
        this.observer = observer;
    }

    S3Connection connection() throws IOException {
        S3Connection connection =
                new S3Connection(StoreSettings.s3(settings.store().orElseThrow()), observer);
        connection.start();
        running.add("object store", connection);
        return connection;
    }

    SharedDocuments documents(S3Connection connection) throws IOException, InterruptedException {
        S3SharedDocuments documents = new S3SharedDocuments(connection);
        waiting.until("the object store's shared documents", documents::start);
        running.add("shared documents", documents);
        return documents;
    }

    /** Tried and found to keep what it locks. */
    WormStore worm(S3Connection connection, SharedDocuments documents) throws IOException, InterruptedException {
        S3WormStore worm = new S3WormStore(connection, documents, clock);
        waiting.until("the object store", worm::start);
        running.add("WORM store", worm);
        return worm;
    }

    KafkaSettings kafka() throws IOException, InterruptedException {
        KafkaSettings kafka = StoreSettings.kafka(settings.broker().orElseThrow());
        waiting.until("Kafka", new Topics(kafka)::ensure);
        return kafka;
    }
}
