package org.unbroken.ingest.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.unbroken.ingest.gateway.upload.UploadLimits;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.custody.LocalRecordingStates;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.intake.Landing;
import org.unbroken.storage.intake.RightOfWay;
import org.unbroken.storage.intake.SharedUploadSessions;
import org.unbroken.storage.s3.MultipartUploads;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3Settings;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.s3.S3StagingArea;
import org.unbroken.storage.s3.StagedUpload;
import org.unbroken.storage.worm.ObjectKey;

/** Two gateways over one real object store, and a queue for landings that can go away. */
final class SharedRig implements AutoCloseable {
    final List<Landing> published = new CopyOnWriteArrayList<>();
    volatile boolean queueIsAway;
    UploadLimits limits = UploadLimits.defaults();

    private final S3Settings settings;
    private final Path directory;
    final Gateway a;
    final Gateway b;

    /** {@code wayOfA}: the settings by which gateway A reaches the store, where they are others. */
    SharedRig(S3Settings settings, Path directory, UnaryOperator<S3Settings> wayOfA, UploadLimits limits)
            throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.limits = limits;
        a = new Gateway("a", wayOfA.apply(settings));
        b = new Gateway("b", settings);
    }

    final class Gateway {
        final S3Connection connection;
        final SharedUploadSessions sessions;
        final PrometheusRegistry registry = new PrometheusRegistry();
        final GatewayServer server;
        volatile Optional<String> clockDoubt = Optional.empty();

        Gateway(String name, S3Settings way) throws IOException {
            connection = new S3Connection(way);
            connection.start();
            S3SharedDocuments documents = new S3SharedDocuments(connection);
            documents.start();
            S3StagingArea staging = new S3StagingArea(
                    connection,
                    documents,
                    directory.resolve(name),
                    new LocalDisk(),
                    64L << 30,
                    InstantSource.system(),
                    new Random());
            staging.start();
            sessions = new SharedUploadSessions(
                    documents,
                    landing -> {
                        if (queueIsAway) {
                            throw new IOException("the queue is away");
                        }
                        published.add(landing);
                    },
                    name,
                    Duration.ofHours(6),
                    InstantSource.system(),
                    new Random());
            SealedFakes sealed = new SealedFakes();
            server = new GatewayServer(
                    GatewaySettings.defaults()
                            .listeningOn("127.0.0.1", 0)
                            .drainingFor(Duration.ofSeconds(1))
                            .sweepingEvery(Duration.ofMillis(100))
                            .with(limits),
                    new GatewayEnds(
                            staging,
                            sessions,
                            new LocalRecordingStates(sealed.ledger(), sealed.log()),
                            sealed.store(),
                            bearer -> Optional.of(new Principal("t-1", Role.DOCK, Optional.of("a1"), Optional.empty())),
                            Optional.empty(),
                            new RightOfWay(),
                            () -> clockDoubt),
                    InstantSource.system(),
                    new SecureRandom(),
                    "boot-of-" + name,
                    registry);
            server.start();
        }

        TusCalls calls() {
            return new TusCalls(server.uri(), GatewayRig.TOKEN);
        }

        /** As far as one process can have it: from now on it can neither read nor change anything that counts. */
        void dies() {
            connection.close();
        }

        double gauge(String name) {
            return registry.scrape(name::equals).stream()
                    .filter(GaugeSnapshot.class::isInstance)
                    .map(GaugeSnapshot.class::cast)
                    .findFirst()
                    .orElseThrow()
                    .getDataPoints()
                    .get(0)
                    .getValue();
        }
    }

    static URI through(URI endpoint, int port) {
        return URI.create(endpoint.getScheme() + "://" + endpoint.getHost() + ":" + port);
    }

    /** What becomes of the staged parts once they are stowed. */
    byte[] stowed(RecordingId id, long size) throws IOException {
        S3SharedDocuments documents = new S3SharedDocuments(b.connection);
        StagedUpload upload = StagedUpload.decode(
                documents.find(StagedUpload.documentName(id)).orElseThrow().bytes());
        MultipartUploads uploads = new MultipartUploads(b.connection);
        ObjectKey key = ObjectKey.original(id);
        uploads.complete(
                key,
                upload.uploadId(),
                uploads.list(key, upload.uploadId()).stream()
                        .limit(upload.partsOf(size))
                        .toList());
        return b.connection
                .patient()
                .getObjectAsBytes(
                        request -> request.bucket(settings.wormBucket()).key(key.value()))
                .asByteArray();
    }

    @Override
    public void close() {
        a.server.close();
        b.server.close();
        a.connection.close();
        b.connection.close();
    }
}
