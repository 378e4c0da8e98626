package org.unbroken.deploy.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.Audit;
import org.unbroken.storage.custody.AuditReport;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.Progress;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.s3.RequestObserver;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.WormStore;

/** A cluster's stores without its processes, which may work on meanwhile. */
public final class StoredCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSettings settings;
    private final RunningParts running = new RunningParts();

    public StoredCluster(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks the whole store by itself. How far the log was published the writer's document tells: it stands for the
     * mark that a single server has beside its key.
     */
    public AuditReport audit(List<VerifierKey> trusted, boolean bytes, Progress progress)
            throws IOException, InterruptedException {
        SharedStores stores = new SharedStores(
                settings.scaleOut(),
                Clock.systemUTC(),
                running,
                new Waiting(PATIENCE, System::nanoTime),
                RequestObserver.NONE);
        S3Connection connection = stores.connection();
        SharedDocuments documents = stores.documents(connection);
        WormStore worm = stores.worm(connection, documents);
        Path folder = Files.createTempDirectory("unbroken-audit");
        Path mark = folder.resolve("log.published");
        try {
            Optional<SignedNote> published = documents
                    .find(WriterDocument.NAME)
                    .map(SharedDocument::bytes)
                    .map(WriterDocument::parse)
                    .flatMap(WriterDocument::published);
            if (published.isPresent()) {
                new DurableFiles(new LocalDisk()).create(mark, published.get().encode());
            }
            CustodySettings custody =
                    CustodySettings.defaults(folder.resolve("none")).withMark(mark);
            return Audit.run(worm, trusted, custody, bytes, progress);
        } finally {
            Files.deleteIfExists(mark);
            Files.deleteIfExists(folder);
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
