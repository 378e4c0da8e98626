package org.unbroken.storage.s3;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.unbroken.storage.worm.ObjectKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** One process's way to a store: connection, documents, objects. */
final class StoreRoom implements AutoCloseable {
    final S3Settings settings;
    final S3Connection connection;
    final S3SharedDocuments documents;
    final S3WormStore store;
    final MultipartUploads uploads;

    private StoreRoom(S3Settings settings, UnaryOperator<S3Client> around) {
        this.settings = settings;
        connection = new S3Connection(settings, around);
        documents = new S3SharedDocuments(connection);
        // The trial of the lock takes seconds on Ceph and has a test of its own.
        store = new S3WormStore(connection, documents, InstantSource.system(), () -> DateTrial.UNSIGNED);
        uploads = new MultipartUploads(connection);
    }

    static StoreRoom started(S3Settings settings) throws IOException {
        return started(settings, UnaryOperator.identity());
    }

    static StoreRoom started(S3Settings settings, UnaryOperator<S3Client> around) throws IOException {
        StoreRoom room = new StoreRoom(settings, around);
        room.connection.start();
        room.documents.startAs(S3SharedDocuments.TagStyle.BARE);
        room.store.start();
        return room;
    }

    /** All versions of a key that the store holds, the newest first; delete markers are not among them. */
    List<ObjectVersion> versions(ObjectKey key) {
        ListObjectVersionsResponse found =
                client().listObjectVersions(b -> b.bucket(settings.wormBucket()).prefix(key.value()));
        return found.versions().stream()
                .filter(version -> version.key().equals(key.value()))
                .toList();
    }

    /** Multipart uploads of a key that are neither completed nor aborted. */
    int uploadsBegun(ObjectKey key) {
        return (int)
                client()
                        .listMultipartUploads(
                                b -> b.bucket(settings.wormBucket()).prefix(key.value()))
                        .uploads()
                        .stream()
                        .filter(upload -> upload.key().equals(key.value()))
                        .count();
    }

    S3Client client() {
        return connection.once();
    }

    @Override
    public void close() {
        store.close();
        documents.close();
        connection.close();
    }
}
