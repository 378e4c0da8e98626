package org.unbroken.storage.events;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics with the settings that the promises rest on, and refuses those that have others. */
public final class Topics {
    private final KafkaSettings settings;

    public Topics(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns once all topics are there and as they have to be. Several processes may do this at once.
     *
     * @throws TopicMismatchException naming all that is wrong, and how to mend it
     * @throws IOException when Kafka cannot be asked; to be tried again
     */
    public void ensure() throws IOException {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            create(admin);
            List<String> wrong = check(admin);
            if (!wrong.isEmpty()) {
                throw new TopicMismatchException("Kafka at " + settings.servers() + ": " + String.join("; ", wrong));
            }
        } catch (KafkaException e) {
            throw new IOException("Kafka at " + settings.servers() + " cannot be asked: " + e.getMessage(), e);
        }
    }

    private Set<String> names() {
        return Arrays.stream(Topic.values())
                .map(topic -> topic.nameIn(settings))
                .collect(Collectors.toSet());
    }

    private void create(Admin admin) throws IOException {
        Set<String> missing = names();
        missing.removeAll(answer(admin.listTopics().names()));
        for (String name : missing) {
            NewTopic topic = new NewTopic(name, settings.partitions(), (short) settings.replicationFactor());
            topic.configs(TopicRules.created(settings));
            try {
                answer(admin.createTopics(List.of(topic)).all());
            } catch (IOException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IOException("cannot create Kafka topic " + name + ": " + e.getMessage(), e);
                }
                // Another process was faster; whether its settings are ours is looked at next.
            }
        }
    }

    private List<String> check(Admin admin) throws IOException {
        List<ConfigResource> resources = names().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, TopicDescription> topics = describe(admin);
        Map<ConfigResource, Config> configs =
                answer(admin.describeConfigs(resources).all());
        List<String> wrong = new ArrayList<>();
        for (ConfigResource resource : resources) {
            TopicDescription topic = topics.get(resource.name());
            Config config = configs.get(resource);
            if (topic == null || config == null) {
                throw new IOException("Kafka at " + settings.servers() + " told nothing of topic " + resource.name());
            }
            TopicRules.check(topic, config, settings, wrong);
        }
        return wrong;
    }

    /** A topic made a moment ago is not known to every broker yet. */
    private Map<String, TopicDescription> describe(Admin admin) throws IOException {
        long deadline = System.nanoTime() + settings.deliveryTimeout().toNanos();
        while (true) {
            try {
                return answer(admin.describeTopics(names()).allTopicNames());
            } catch (IOException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private <T> T answer(KafkaFuture<T> asked) throws IOException {
        try {
            // The client ends its requests itself; this limit is for a client that does not.
            return asked.get(settings.deliveryTimeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException("Kafka at " + settings.servers() + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException(
                    "Kafka at " + settings.servers() + " gave no answer within " + settings.deliveryTimeout(), e);
        } catch (InterruptedException | InterruptException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while asking Kafka for its topics");
    }
}
