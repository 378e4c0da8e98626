package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.s3.PretendingStore.Lie;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class S3ProbeTest {
    @Test
    void acceptsAStoreThatKeepsItsLocks() throws IOException {
        S3Settings settings = RadosGateway.started().newBuckets();
        try (S3Connection connection = connected(settings, UnaryOperator.identity())) {
            S3SharedDocuments documents = new S3SharedDocuments(connection);
            documents.start();
            S3WormStore store = new S3WormStore(connection, documents, InstantSource.system());
            assertThatCode(store::start).doesNotThrowAnyException();
            assertThat(store.latestRetention()).as("Ceph 16 counts in 32 bits").isEqualTo(DateTrial.UNSIGNED);
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
    void findsOutUntilWhenAStoreKeepsDates() throws IOException {
        S3Settings settings = RadosGateway.started().newBuckets();
        for (Map.Entry<Integer, Instant> kept : Map.of(
                        63, DateTrial.LAST_DATE, 32, DateTrial.UNSIGNED, 31, DateTrial.SIGNED)
                .entrySet()) {
            Map<String, Instant> dates = new ConcurrentHashMap<>();
            try (S3Connection connection =
                    connected(settings, client -> new ForgetfulOfBits(client, dates, kept.getKey()))) {
                assertThat(new DateTrial(connection).latest())
                        .as(kept.getKey() + " bits")
                        .isEqualTo(kept.getValue());
                assertThat(connection
                                .once()
                                .listObjectVersions(b -> b.bucket(settings.wormBucket()))
                                .versions())
                        .as("nothing is left")
                        .isEmpty();
            }
        }
    }

    /** Keeps so many bits of a date's seconds, whatever the store behind it keeps. */
    private static final class ForgetfulOfBits extends DelegatingS3Client {
        private final Map<String, Instant> dates;
        private final long mask;

        ForgetfulOfBits(S3Client client, Map<String, Instant> dates, int bits) {
            super(client);
            this.dates = dates;
            mask = (1L << bits) - 1;
        }

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            PutObjectResponse answer = super.putObject(request, body);
            dates.put(answer.versionId(), request.objectLockRetainUntilDate());
            return answer;
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            Instant kept = Instant.ofEpochSecond(dates.get(request.versionId()).getEpochSecond() & mask);
            return super.headObject(request).toBuilder()
                    .objectLockRetainUntilDate(kept)
                    .build();
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
