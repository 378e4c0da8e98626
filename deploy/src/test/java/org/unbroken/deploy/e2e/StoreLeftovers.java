package org.unbroken.deploy.e2e;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3WormStore;
import org.unbroken.storage.s3.SettledStaging;
import org.unbroken.storage.s3.UnnamedUploads;
import org.unbroken.storage.staging.Settled;

/**
 * What uploads leave in the object store once all of them are sealed, and an hour later: nothing is to be there. A writer
 * that died leaves beginnings that nobody names, and one that woke too late its document; gateways clear them away, once an
 * hour, which is played here.
 */
final class StoreLeftovers {
    /**
     * Not {@code open/}: a creation whose answer was lost leaves a session without a byte, which lives an hour. One with a
     * byte has a document under {@code staging/}.
     */
    private static final List<String> PASSING = List.of("staging/", "claims/", "landing/");

    private StoreLeftovers() {}

    static List<String> list(Path configuration, Settled settled) throws Exception {
        ServerSettings settings = ServerSettings.load(NodeRole.OFFLINE, Optional.of(configuration), Map.of());
        List<String> found = new ArrayList<>();
        try (S3Connection connection = new S3Connection(
                        StoreSettings.s3(settings.scaleOut().store().orElseThrow()));
                S3SharedDocuments documents = new S3SharedDocuments(connection)) {
            connection.start();
            documents.start();
            new UnnamedUploads(connection, documents, () -> Instant.now().plus(UnnamedUploads.GRACE.multipliedBy(2)))
                    .sweep();
            S3WormStore worm = new S3WormStore(connection, documents, Instant::now);
            worm.start();
            new SettledStaging(documents, worm, settled).sweep();
            for (String prefix : PASSING) {
                try (Stream<String> names = documents.list(prefix)) {
                    names.forEach(found::add);
                }
            }
            String bucket = connection.settings().wormBucket();
            connection
                    .patient()
                    .listMultipartUploads(request -> request.bucket(bucket))
                    .uploads()
                    .forEach(upload -> found.add("multipart upload of " + upload.key()));
        }
        return found;
    }
}
