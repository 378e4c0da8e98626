package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.s3.PretendingStore.Lie;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class S3ProbeTest {
    @Test
    void acceptsAStoreThatKeepsItsLocks() throws IOException {
        S3Settings settings = RadosGateway.started().newBuckets();
        try (S3Connection connection = connected(settings, UnaryOperator.identity())) {
            S3SharedDocuments documents = new S3SharedDocuments(connection);
            documents.start();
            S3WormStore store = new S3WormStore(connection, documents, InstantSource.system());
            assertThatCode(store::start).doesNotThrowAnyException();
            assertThat(store.list("")).as("the probes are no objects").isEmpty();
            assertThat(documents.list("")).isEmpty();
            assertThat(store.find(ObjectKey.segment(0))).isEmpty();
        }
    }

    @Test
    void refusesAStoreThatOnlyPretends() throws IOException {
        S3Settings settings = RadosGateway.started().newBuckets();
        for (Lie lie : Lie.values()) {
            try (S3Connection connection = connected(settings, client -> new PretendingStore(lie).around(client))) {
                assertThatThrownBy(() -> new S3Probe(connection, InstantSource.system()).run())
                        .as(lie.name())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("does not keep what it locks")
                        .hasMessageContaining(lie.word);
            }
        }
    }

    @Test
    void refusesABucketWithoutALock() throws IOException {
        S3Settings settings = RadosGateway.started().settings("unlocked", "unlocked-shared");
        try (S3Connection connection = connected(settings, UnaryOperator.identity())) {
            S3Client client = connection.once();
            client.createBucket(b -> b.bucket("unlocked"));
            client.createBucket(b -> b.bucket("unlocked-shared"));
            client.putBucketVersioning(
                    b -> b.bucket("unlocked").versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
            assertThatThrownBy(() -> new S3Buckets(connection).check())
                    .hasMessageContaining("unlocked cannot be used")
                    .hasMessageContaining("without Object Lock");
            assertThatThrownBy(() -> new S3Probe(connection, InstantSource.system()).run())
                    .isInstanceOf(IOException.class);
        }
    }

    private static S3Connection connected(S3Settings settings, UnaryOperator<S3Client> around) {
        S3Connection connection = new S3Connection(settings, around);
        connection.start();
        return connection;
    }
}
