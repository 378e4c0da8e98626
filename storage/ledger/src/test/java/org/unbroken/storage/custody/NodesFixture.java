package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.packs.SharedPackStore;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.worm.ObjectKey;

/** Log nodes over one store, one set of documents and one queue of facts. */
final class NodesFixture implements AutoCloseable {
    final MemoryWorm worm = new MemoryWorm();
    final MemorySharedDocuments documents = new MemorySharedDocuments();
    final MemoryFacts queue = new MemoryFacts(3);
    final NoteSigner signer = Ed25519NoteSigner.generate("log.test/3", Facts.RANDOM);
    final List<CustodyFact> facts = new ArrayList<>();
    /** Whether nodes started from now on pack. */
    Duration flushInterval = Duration.ZERO;

    boolean packing;

    private final Path directory;
    private final LogNodeSettings pace;
    private final List<Running> all = new ArrayList<>();
    private final List<byte[]> seen = new ArrayList<>();

    /** A node and its life. */
    record Running(String name, LogNode node, Stall stall) {
        boolean leads() {
            return node.role() == LogRole.LEADING;
        }
    }

    NodesFixture(Path directory, Duration patience) {
        this.directory = directory;
        this.pace = new LogNodeSettings(Duration.ofMillis(5), Duration.ofMillis(20), patience);
    }

    CustodySettings settings(String name) {
        return CustodySettings.defaults(directory.resolve(name))
                .withFlushInterval(flushInterval)
                .withRetries(Duration.ofMillis(2), Duration.ofMillis(20))
                .withLimits(10_000, 10_000, 3);
    }

    Running start(String name) throws IOException {
        Stall stall = new Stall();
        LogNode node = new LogNode(
                settings(name),
                pace,
                new StalledWorm(worm, stall),
                signer,
                new StalledDocuments(documents, stall),
                name,
                queue.seenBy(stall),
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                new PrometheusRegistry());
        node.log().onPublished(() -> see(node));
        if (packing) {
            node.pack(packs());
        }
        node.start();
        Running running = new Running(name, node, stall);
        all.add(running);
        return running;
    }

    PackStore packs() {
        return new SharedPackStore(documents);
    }

    private void see(LogNode node) {
        try {
            node.log().checkpoint().ifPresent(bytes -> {
                synchronized (seen) {
                    seen.add(bytes);
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A recording's whole way, through the queue. */
    void record(String camera) throws Exception {
        RecordingId id = Facts.id();
        enqueue(Facts.received(id, "a", camera), camera);
        enqueue(Facts.sealed(worm, id, "a", camera, new byte[] {(byte) camera.hashCode()}), camera);
        enqueue(Facts.plain(CustodyEvent.VIEWED, "view", id, "a"), camera);
    }

    private void enqueue(CustodyFact fact, String camera) {
        facts.add(fact);
        queue.add(fact, camera);
    }

    static void awaitLeads(Running running) throws Exception {
        Await.until(running::leads);
    }

    void awaitPublished(Running running) throws Exception {
        long wanted = facts.size();
        Await.until(() -> running.node().log().publishedSize() >= wanted);
    }

    /** Everything that was ever visible tells of one log, in which every fact is once. */
    void check(Running running) throws Exception {
        List<Sequenced> entries = running.node().log().read(0, Integer.MAX_VALUE);
        Set<String> once = new HashSet<>();
        for (Sequenced one : entries) {
            assertThat(once.add(one.entry().event() + one.entry().recording()))
                    .as("%s entered once", one)
                    .isTrue();
        }
        for (CustodyFact fact : facts) {
            assertThat(once).contains(fact.event().wire() + fact.recording());
        }
        assertThat(entries).hasSize(facts.size());
        LogCheck.whole(running.node().log(), checkpoints());
        assertThat(Audit.run(worm, List.of(signer.verifierKey()), true, Progress.NONE)
                        .findings())
                .isEmpty();
    }

    /** All that nodes showed, and all in the store: one to a size. In the order of size. */
    private List<byte[]> checkpoints() throws Exception {
        Map<Long, String> bySize = new HashMap<>();
        List<byte[]> notes;
        synchronized (seen) {
            notes = new ArrayList<>(seen);
        }
        for (ObjectKey key : worm.list("log/checkpoints/").toList()) {
            notes.add(worm.read(key, SignedNote.MAX_BYTES));
        }
        for (byte[] note : notes) {
            String text = new String(note, StandardCharsets.UTF_8);
            long size = Checkpoint.parse(SignedNote.parse(note).text()).size();
            String other = bySize.put(size, text);
            assertThat(other == null || other.equals(text))
                    .as("one root of size %d", size)
                    .isTrue();
        }
        return bySize.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getValue().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Closes all, and compares their databases row for row. */
    void closeAndCompare(Running... same) throws Exception {
        close();
        Map<String, String> first = StoreFixture.dump(directory.resolve(same[0].name()));
        for (Running running : same) {
            assertThat(StoreFixture.dump(directory.resolve(running.name())))
                    .as(running.name())
                    .isEqualTo(first);
        }
    }

    @Override
    public void close() throws IOException {
        for (Running running : all) {
            running.stall().wake();
        }
        for (Running running : all) {
            running.node().close();
        }
        all.clear();
    }
}
