package org.unbroken.deploy.scaleout;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.export.StoredEvidence;
import org.unbroken.deploy.server.DataLayout;
import org.unbroken.deploy.server.LogAttestation;
import org.unbroken.deploy.server.PartSettings;
import org.unbroken.deploy.server.RunningParts;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.attest.Attestor;
import org.unbroken.storage.custody.Audit;
import org.unbroken.storage.custody.AuditReport;
import org.unbroken.storage.custody.CustodySettings;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.custody.LogNode;
import org.unbroken.storage.custody.LogNodeSettings;
import org.unbroken.storage.custody.LogRole;
import org.unbroken.storage.custody.Progress;
import org.unbroken.storage.custody.WriterDocument;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.events.KafkaCustodyEvents;
import org.unbroken.storage.events.KafkaFacts;
import org.unbroken.storage.events.KafkaSettings;
import org.unbroken.storage.events.Topic;
import org.unbroken.storage.events.TopicIdentity;
import org.unbroken.storage.s3.RequestObserver;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;
import org.unbroken.storage.worm.WormStore;

/** A cluster's stores without its processes, which may work on meanwhile. */
public final class StoredCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of an audit, before it calls untracked what the log does not tell of: two and a half minutes. */
    private static final int LOOKS = 30;

    private static final int LOOK_SECONDS = 5;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int HEARTBEATS = 5;

    private final ServerSettings settings;
    private final RunningParts running = new RunningParts();
    /** What takes part in the log, which may be until the turn to write it comes here; the originals need none of it. */
    private final RunningParts joined = new RunningParts();

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
            return Audit.run(worm, trusted, custody, bytes, progress, growing());
        } finally {
            Files.deleteIfExists(mark);
            Files.deleteIfExists(folder);
        }
    }

    /** A segment is stored at least once a minute, with what was put for its entries before. */
    private static Audit.Growth growing() {
        int[] looks = {0};
        return () -> {
            if (looks[0]++ == LOOKS) {
                return false;
            }
            try {
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the audit was interrupted");
            }
            return true;
        };
    }

    /**
     * Joins the log as one more node, in a scratch folder, for an export: as all custody events it goes through the queue,
     * and whoever leads enters it. While the cluster runs that is its own leader; where nobody leads any more, this node
     * takes the turn after {@code log.takeover-after} and gives it up before originals are copied. So the export is in the
     * log either way, under the same fence, and needs no console. What the log node whose configuration this is knows of the
     * log's end, {@link BorrowedMark}, this one knows too.
     *
     * @throws IOException also where the log's key, the object store or Kafka is not there
     */
    public StoredEvidence evidence(Progress progress) throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        DurableFiles files = new DurableFiles(new LocalDisk());
        ScratchFolder scratch = ScratchFolder.create("unbroken-export");
        joined.add("scratch folder", scratch);
        DataLayout layout = new DataLayout(scratch.path());
        Files.createDirectories(layout.ledger().getParent());
        Files.createDirectories(layout.keys());
        LogAttestation attestation =
                new LogAttestation(settings, settings.scaleOut().log().keyFolder(), files, clock, random);
        LogKeys keys = attestation.keysThatAreThere();
        SharedStores stores = new SharedStores(
                settings.scaleOut(), clock, running, new Waiting(PATIENCE, System::nanoTime), RequestObserver.NONE);
        S3Connection connection = stores.connection();
        SharedDocuments documents = stores.documents(connection);
        WormStore worm = stores.worm(connection, documents);
        KafkaSettings kafka = stores.kafka();
        KafkaCustodyEvents events = new KafkaCustodyEvents(kafka, random);
        joined.add("custody events", events);
        TopicIdentity topic = new TopicIdentity(documents, kafka, Topic.CUSTODY);
        Duration patience = settings.scaleOut().log().takeoverAfter();
        CustodySettings custody = PartSettings.custody(settings, layout);
        BorrowedMark mark = new BorrowedMark(
                new DataLayout(settings.data().toAbsolutePath().normalize()).publishedMark(),
                layout.publishedMark(),
                files);
        long published = mark.borrow(documents);
        // Before the node, and so closed after it: the scratch has by then what was published.
        joined.add("the log node's mark", mark);
        LogNode node = new LogNode(
                custody,
                new LogNodeSettings(POLL, patience.dividedBy(HEARTBEATS), patience),
                worm,
                keys.signer(),
                documents,
                "export-" + UUID.randomUUID(),
                () -> Optional.of(new KafkaFacts(kafka, System::nanoTime, topic)),
                clock,
                random,
                new PrometheusRegistry());
        node.start();
        joined.add("custody log", node);
        Attestor attestor = attestation.attestor(
                node.log(),
                () -> node.role() == LogRole.LEADING,
                false,
                worm,
                custody.logRetention(),
                new PrometheusRegistry());
        joined.add("attestor", attestor);
        caughtUp(node, mark, published, progress);
        return new StoredEvidence(
                worm,
                node.log(),
                events,
                node.ledger(),
                attestation.attestingStopped(node.log(), attestor, worm),
                settings.rules(),
                clock,
                // A node that leads does not follow, nor does it pack, stamp or audit: not for as long as a copy takes.
                joined::close);
    }

    /**
     * Until this node knows all that was published, as of a look at who leads, or leads itself. A document that says less
     * than the mark is not followed: whoever leads says it again, or this node stops when it comes to its turn.
     */
    private static void caughtUp(LogNode node, BorrowedMark mark, long published, Progress progress)
            throws IOException, InterruptedException {
        while (true) {
            LogRole role = node.role();
            boolean knowsAll = node.behind() == 0 && node.log().publishedSize() >= published;
            if (role == LogRole.LEADING || (node.leader().isPresent() && knowsAll)) {
                return;
            }
            if (role == LogRole.STOPPED) {
                throw new IOException(mark.told(
                        node.health().lastError().orElse("the log stopped: its store contradicts what was published")));
            }
            progress.at("following the log", node.log().publishedSize());
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            joined.close();
        } finally {
            running.close();
        }
    }
}
