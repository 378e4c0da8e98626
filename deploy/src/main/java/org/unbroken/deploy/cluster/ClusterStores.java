package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.deploy.scaleout.Waiting;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topics;
import org.unbroken.storage.s3.S3Buckets;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.shared.SharedDocuments;

/** Makes what the nodes expect in the stores: buckets, topics, and the gateways' token. Doing it again changes nothing. */
final class ClusterStores {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ClusterFolder folder;
    private final ClusterSecrets secrets;

    ClusterStores(ClusterFolder folder, ClusterSecrets secrets) {
        this.folder = folder;
        this.secrets = secrets;
    }

    void prepare() throws IOException, InterruptedException {
        ServerSettings settings = settings();
        Waiting waiting = new Waiting(BOUND, System::nanoTime);
        try (S3Connection connection =
                new S3Connection(StoreSettings.s3(settings.scaleOut().store().orElseThrow()))) {
            connection.start();
            waiting.until("the object store", new S3Buckets(connection)::create);
            try (SharedDocuments documents = new S3SharedDocuments(connection)) {
                waiting.until("the object store's shared documents", documents::start);
                issueGatewayToken(documents);
            }
        }
        KafkaSettings kafka = StoreSettings.kafka(settings.scaleOut().broker().orElseThrow());
        waiting.until("Kafka", new Topics(kafka)::ensure);
    }

    private void issueGatewayToken(SharedDocuments documents) throws IOException {
        if (!secrets.isSet(ClusterSecrets.GATEWAY_TOKEN)) {
            String text = BearerTokens.shared(documents, Clock.systemUTC(), new SecureRandom())
                    .issue(Grant.of(Role.GATEWAY, "gateways of this cluster"))
                    .text();
            secrets.write(ClusterSecrets.GATEWAY_TOKEN, text);
        }
    }

    /**
     * Who writes the log, by the document that tells it. Whoever asks how things are must be told also while the store
     * takes questions and answers none, which its client would bear for minutes.
     */
    ClusterReport.Leader leader() {
        CompletableFuture<ClusterReport.Leader> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> answer.complete(ask()), "leader");
        asking.setDaemon(true);
        asking.start();
        return answer.completeOnTimeout(
                        unknown("the object store has not answered within " + ANSWER.toSeconds() + " s"),
                        ANSWER.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private static ClusterReport.Leader unknown(String problem) {
        return new ClusterReport.Leader(Optional.empty(), Optional.of(problem));
    }

    private ClusterReport.Leader ask() {
        try (S3Connection connection = new S3Connection(
                        StoreSettings.s3(settings().scaleOut().store().orElseThrow()));
                SharedDocuments documents = new S3SharedDocuments(connection)) {
            connection.start();
            Optional<String> holder = documents
                    .find(WriterDocument.NAME)
                    .map(document -> WriterDocument.parse(document.bytes()))
                    .flatMap(WriterDocument::holder);
            return holder.isEmpty()
                    ? unknown("nobody has taken the turn")
                    : new ClusterReport.Leader(holder, Optional.empty());
        } catch (IOException | RuntimeException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private ServerSettings settings() throws IOException {
        try {
            return ServerSettings.load(
                    NodeRole.OFFLINE, Optional.of(folder.configuration(ClusterConfiguration.COMMANDS)), Map.of());
        } catch (SettingsException e) {
            throw new IOException("the cluster's own configuration is wrong: " + e.getMessage(), e);
        }
    }
}
