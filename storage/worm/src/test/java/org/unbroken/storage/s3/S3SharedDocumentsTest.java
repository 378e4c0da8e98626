package org.unbroken.storage.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.shared.SharedDocumentsContract;

class S3SharedDocumentsTest implements SharedDocumentsContract {
    private S3Settings settings;
    private S3Connection connection;
    private S3SharedDocuments documents;

    @BeforeEach
    void start() throws IOException {
        settings = RadosGateway.started().newBuckets();
        connection = new S3Connection(settings);
        connection.start();
        documents = new S3SharedDocuments(connection);
        documents.start();
    }

    @AfterEach
    void close() {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public SharedDocuments documents() {
        return documents;
    }

    @Test
    void refusesABucketThatDoesNotCompare() {
        // Ceph ignores the conditions where versions are kept.
        S3Settings versioned = new S3Settings(
                settings.endpoint(),
                settings.region(),
                settings.accessKey(),
                settings.secretKey(),
                settings.wormBucket(),
                settings.wormBucket(),
                settings.pathStyle());
        try (S3Connection other = new S3Connection(versioned)) {
            other.start();
            assertThatThrownBy(() -> new S3SharedDocuments(other).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not compare before it sets")
                    .hasMessageContaining(settings.wormBucket());
        }
    }
}
