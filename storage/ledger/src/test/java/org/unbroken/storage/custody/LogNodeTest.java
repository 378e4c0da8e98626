package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.log.TlogProof;
import org.unbroken.storage.custody.NodesFixture.Running;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.worm.ObjectKey;

@Timeout(120)
class LogNodeTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path directory;

    @Test
    void followerHasTheLeadersRows() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running leader = nodes.start("one");
            NodesFixture.awaitLeads(leader);
            Running follower = nodes.start("two");
            for (int i = 0; i < 20; i++) {
                nodes.record("cam" + i % 4);
            }
            nodes.awaitPublished(leader);
            nodes.awaitPublished(follower);
            assertThat(follower.node().role()).isEqualTo(LogRole.FOLLOWING);
            assertThat(follower.node().leader()).contains("one");
            assertThat(follower.node().health().state()).isEqualTo(LogHealth.State.RUNNING);
            for (CustodyFact fact : nodes.facts) {
                RecordingId id = fact.recording();
                assertThat(follower.node().ledger().find(id))
                        .isEqualTo(leader.node().ledger().find(id));
                assertThat(follower.node().ledger().custody(id))
                        .isEqualTo(leader.node().ledger().custody(id));
                TlogProof receipt = follower.node().log().receipt(id).orElseThrow();
                assertThat(receipt.provesExtra()).isTrue();
                assertThat(receipt.encode())
                        .isEqualTo(leader.node().log().receipt(id).orElseThrow().encode());
            }
            nodes.check(follower);
            nodes.closeAndCompare(leader, follower);
        }
    }

    /** Facts out of the queue wait for company; a person who waits for a viewing to be entered does not. */
    @Test
    void anAppendThatIsWaitedForIsPublishedSoonHoweverSeldomSegmentsAre() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            nodes.flushInterval = NEVER;
            Running leader = nodes.start("one");
            NodesFixture.awaitLeads(leader);
            CustodyFact fact = Facts.received(Facts.id(), "a", "cam");
            Sequenced appended = leader.node().log().append(fact).get(20, TimeUnit.SECONDS);
            assertThat(leader.node().log().publishedSize()).isGreaterThan(appended.index());
        }
    }

    @Test
    void whoeverLeadsPacks() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            nodes.packing = true;
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam1");
            nodes.awaitPublished(first);
            Await.until(() -> packed(nodes));
            Running second = nodes.start("two");
            first.node().close();
            NodesFixture.awaitLeads(second);
            nodes.record("cam2");
            nodes.awaitPublished(second);
            Await.until(() -> packed(nodes));
            nodes.check(second);
        }
    }

    private static boolean packed(NodesFixture nodes) throws IOException {
        return nodes.packs()
                .list()
                .toList()
                .equals(nodes.worm
                        .list(StoredLog.SEGMENTS)
                        .map(StoredLog::number)
                        .sorted()
                        .toList());
    }

    @Test
    void onlyTheLeaderAppends() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running leader = nodes.start("one");
            NodesFixture.awaitLeads(leader);
            Running follower = nodes.start("two");
            CustodyFact fact = Facts.received(Facts.id(), "a", "cam");
            assertThatThrownBy(() -> follower.node().log().append(fact).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NotLeadingException.class);
            assertThatThrownBy(() -> follower.node().ledger().block(fact.recording(), "a", "cam", 1, "why"))
                    .isInstanceOf(NotLeadingException.class);
            Sequenced appended = leader.node().log().append(fact).get(20, TimeUnit.SECONDS);
            assertThat(leader.node().log().publishedSize()).isGreaterThan(appended.index());
            nodes.facts.add(fact);
            nodes.awaitPublished(follower);
            assertThat(follower.node().log().read(0, 1).get(0).entry()).isEqualTo(appended.entry());
        }
    }

    @Test
    void anOrderlyEndHandsOverAtOnce() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            Running second = nodes.start("two");
            nodes.record("cam");
            nodes.awaitPublished(second);
            first.node().close();
            NodesFixture.awaitLeads(second);
            assertThat(second.node().epoch()).isEqualTo(2);
            nodes.record("cam");
            nodes.awaitPublished(second);
            nodes.check(second);
        }
    }

    /** The leader's segment is in the store, and nobody has said so. */
    @Test
    void adoptsTheSegmentOfADeadLeader() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, Duration.ofMillis(150))) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            first.stall().dieWhen(step -> step.startsWith("after put log/segments/"));
            // Not through the queue: nobody else could make this segment.
            nodes.facts.add(Facts.received(Facts.id(), "a", "cam"));
            var unanswered = first.node().log().append(nodes.facts.get(0));
            Await.until(first.stall()::isDead);
            assertThat(unanswered.isDone() && !unanswered.isCompletedExceptionally())
                    .isFalse();
            byte[] segment = nodes.worm.read(ObjectKey.segment(0), LogSegment.MAX_BYTES);
            Running second = nodes.start("two");
            nodes.awaitPublished(second);
            assertThat(nodes.worm.read(ObjectKey.segment(0), LogSegment.MAX_BYTES))
                    .isEqualTo(segment);
            nodes.check(second);
        }
    }

    /**
     * The worst of schedules: the first writer wakes after the second has looked and found no segment, and puts its own
     * just before the second does.
     */
    @Test
    void adoptsTheSegmentOfAWriterThatWakesLate() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, Duration.ofMillis(150))) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            first.stall().sleepWhen(step -> step.startsWith("before put log/segments/"));
            nodes.facts.add(Facts.received(Facts.id(), "a", "cam"));
            var unanswered = first.node().log().append(nodes.facts.get(0));
            Await.until(first.stall()::isAsleep);
            assertThat(unanswered).isNotDone();
            Running second = nodes.start("two");
            second.stall().sleepWhen(step -> step.startsWith("before put log/segments/"));
            nodes.record("cam");
            Await.until(second.stall()::isAsleep);
            assertThat(nodes.worm.objects).doesNotContainKey(ObjectKey.segment(0));
            first.stall().wake();
            Await.until(() -> nodes.worm.find(ObjectKey.segment(0)).isPresent());
            byte[] segment = nodes.worm.read(ObjectKey.segment(0), LogSegment.MAX_BYTES);
            second.stall().wake();
            nodes.record("cam");
            nodes.awaitPublished(first);
            nodes.awaitPublished(second);
            assertThat(nodes.worm.read(ObjectKey.segment(0), LogSegment.MAX_BYTES))
                    .isEqualTo(segment);
            nodes.check(second);
            nodes.closeAndCompare(first, second);
        }
    }

    /** The turn is stolen while its holder is well: it stops by itself, and what it had begun is done by whoever is next. */
    @Test
    void ofTwoThatBelieveToLeadOneStops() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, Duration.ofMillis(300))) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            first.stall().sleepWhen(step -> step.startsWith("before put log/checkpoints/"));
            nodes.record("cam");
            Await.until(first.stall()::isAsleep);
            WriterWatch thief =
                    new WriterWatch(nodes.documents, "thief", Duration.ZERO, System::nanoTime, Facts.RANDOM);
            thief.look();
            WriterTurn stolen = thief.take().orElseThrow();
            first.stall().wake();
            Await.until(() -> first.node().leader().equals(Optional.of("thief")));
            assertThat(first.leads()).isFalse();
            assertThat(stolen.lost()).isEmpty();
            // The thief says nothing more, and the first takes its turn again.
            nodes.awaitPublished(first);
            assertThatThrownBy(() -> stolen.renew(new TreeMap<>()))
                    .isInstanceOf(LogStoppedException.class)
                    .hasMessageContaining("one")
                    .hasMessageContaining("epoch 3");
            nodes.check(first);
        }
    }

    @Test
    void replayedFactsEnterOnceAndNotesAreShown() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam");
            nodes.awaitPublished(first);
            for (CustodyFact fact : List.copyOf(nodes.facts)) {
                nodes.queue.add(fact, "cam");
            }
            nodes.queue.add(0, new FactSource.Item.Unreadable("of another version"));
            RecordingId waiting = Facts.id();
            nodes.queue.add(0, new FactSource.Item.Note(new CustodyEvents.Blocked(waiting, "a", "cam", 7, "no room")));
            Await.until(() -> first.node().ledger().find(waiting).isPresent());
            assertThat(first.node().ledger().find(waiting).orElseThrow().state())
                    .isEqualTo(RecordingState.BLOCKED);
            // Neither made an entry, and the queue may forget them: the document has gone past them all the same.
            Await.until(() -> nodes.queue.isPassed(WriterDocument.parse(nodes.documents
                            .find(WriterDocument.NAME)
                            .orElseThrow()
                            .bytes())
                    .positions()));
            nodes.record("cam");
            nodes.awaitPublished(first);
            nodes.check(first);
            // The next leader begins where the last publication stood, and none of the earlier comes twice.
            Running second = nodes.start("two");
            nodes.awaitPublished(second);
            first.node().close();
            NodesFixture.awaitLeads(second);
            nodes.record("cam");
            nodes.awaitPublished(second);
            nodes.check(second);
        }
    }

    @Test
    void deletedDocumentIsSaidAgain() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam");
            nodes.awaitPublished(first);
            nodes.documents.delete(WriterDocument.NAME);
            nodes.record("cam");
            nodes.awaitPublished(first);
            nodes.check(first);
            // And by a node that knows nothing: the store has it all.
            first.node().close();
            nodes.documents.delete(WriterDocument.NAME);
            Running second = nodes.start("two");
            nodes.awaitPublished(second);
            nodes.check(second);
        }
    }

    @Test
    void stopsWhereTheStoreLacksWhatWasPublished() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam");
            nodes.awaitPublished(first);
            first.node().close();
            nodes.documents.delete(WriterDocument.NAME);
            nodes.worm.objects.keySet().removeIf(key -> key.value().startsWith("log/"));
            Running again = nodes.start("one");
            Await.until(() -> again.node().role() == LogRole.STOPPED);
            assertThat(again.node().health().lastError().orElseThrow()).contains("Restore the store");
            assertThat(again.node().log().publishedSize()).isEqualTo(3);
            assertThat(nodes.worm.list("log/").toList()).isEmpty();
        }
    }

    /** Database and document lost and the store cut off: the mark beside the key still tells. */
    @Test
    void stopsWhereTheMarkSaysMore() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER)) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam");
            nodes.awaitPublished(first);
            first.node().close();
            nodes.documents.delete(WriterDocument.NAME);
            nodes.worm.objects.keySet().removeIf(key -> key.value().startsWith("log/"));
            Files.move(directory.resolve("one"), directory.resolve("elsewhere"));
            Running again = nodes.start("one");
            Await.until(() -> again.node().role() == LogRole.STOPPED);
            assertThat(again.node().health().lastError().orElseThrow()).contains("one.published");
            assertThat(nodes.worm.list("log/").toList()).isEmpty();
        }
    }

    /** Store and document put back from one old copy, under a node without a database: as an export's is. */
    @Test
    void anOldDocumentDoesNotTakeTheMarkBack() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, Duration.ofMillis(200))) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam");
            nodes.awaitPublished(first);
            first.node().close();
            byte[] old = nodes.documents.find(WriterDocument.NAME).orElseThrow().bytes();
            Set<ObjectKey> kept = Set.copyOf(nodes.worm.objects.keySet());
            Running second = nodes.start("one");
            NodesFixture.awaitLeads(second);
            nodes.record("other");
            nodes.awaitPublished(second);
            second.node().close();

            nodes.documents.replace(nodes.documents.find(WriterDocument.NAME).orElseThrow(), old);
            nodes.worm.objects.keySet().retainAll(kept);
            Files.move(directory.resolve("one"), directory.resolve("elsewhere"));
            Running again = nodes.start("one");
            Await.until(() -> again.node().role() == LogRole.STOPPED);

            assertThat(again.node().health().lastError().orElseThrow())
                    .contains("one.published", "6 entries", "hold only 3");
            assertThat(nodes.worm.objects.keySet()).isEqualTo(kept);
        }
    }

    @Test
    void stopsUnderAnotherKey() throws Exception {
        try (NodesFixture nodes = new NodesFixture(directory, NEVER);
                NodesFixture others = new NodesFixture(directory.resolve("others"), NEVER)) {
            Running first = nodes.start("one");
            NodesFixture.awaitLeads(first);
            nodes.record("cam");
            nodes.awaitPublished(first);
            others.documents.create(
                    WriterDocument.NAME,
                    nodes.documents.find(WriterDocument.NAME).orElseThrow().bytes());
            Running stranger = others.start("two");
            Await.until(() -> stranger.node().role() == LogRole.STOPPED);
            assertThat(stranger.node().health().lastError().orElseThrow()).contains("not signed by this node's key");
        }
    }
}
