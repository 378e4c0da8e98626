package org.unbroken.storage.events;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.shared.SharedConflictException;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

/**
 * Which topic of its name it is. Kafka gives each topic an id of its own; one that was made anew, since Kafka was emptied,
 * counts from 0 again, and places in the old one mean nothing there: once it has grown past them, what lies before them
 * would be passed over in silence.
 *
 * <pre>
 * shared document kafka/TOPIC:   {"topic":"ID"}     the one that has been reckoned with
 * </pre>
 */
public final class TopicIdentity {
    private final SharedDocuments documents;
    private final KafkaSettings settings;
    private final Topic topic;

    public TopicIdentity(SharedDocuments documents, KafkaSettings settings, Topic topic) {
        this.documents = documents;
        this.settings = settings;
        this.topic = topic;
    }

    /** Whether it is another than the one reckoned with. The first that is seen is that one. */
    public boolean isAnother() throws IOException {
        return another().isPresent();
    }

    /** The one that is there, if that is another than the one reckoned with. The first that is seen is that one. */
    public Optional<String> another() throws IOException {
        String now = current();
        Optional<SharedDocument> known = documents.find(name());
        if (known.isEmpty()) {
            accept(now);
            return Optional.empty();
        }
        return parse(known.get()).equals(now) ? Optional.empty() : Optional.of(now);
    }

    /**
     * From now on it is reckoned with this one, for which everything was done: the one that is there by now may be yet
     * another. A crash before leaves the old one: asked for again.
     */
    public void accept(String id) throws IOException {
        byte[] bytes = JsonObject.builder().put("topic", id).build().text().getBytes(StandardCharsets.UTF_8);
        Optional<SharedDocument> known = documents.find(name());
        try {
            if (known.isEmpty()) {
                documents.create(name(), bytes);
            } else {
                documents.replace(known.get(), bytes);
            }
        } catch (SharedConflictException e) {
            // Another process saw it at the same time; what it wrote is looked at next time.
        }
    }

    private String name() {
        return "kafka/" + topic.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String parse(SharedDocument document) throws IOException {
        try {
            return JsonObject.parse(document.bytes()).string("topic");
        } catch (IllegalArgumentException e) {
            throw new IOException("the shared document on Kafka's topic cannot be read: " + e.getMessage(), e);
        }
    }

    /** The id of the one that is there. */
    public String current() throws IOException {
        String name = topic.nameIn(settings);
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            TopicDescription found = Objects.requireNonNull(admin.describeTopics(List.of(name))
                            .topicNameValues()
                            .get(name))
                    .get(settings.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return found.topicId().toString();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IOException(
                    "Kafka at " + settings.servers() + " does not tell which topic " + name + " is: " + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking Kafka for topic " + name);
        }
    }
}
