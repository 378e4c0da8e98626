package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.shared.SharedDocuments;

class WriterTurnTest {
    private static final NoteSigner SIGNER = Ed25519NoteSigner.generate("log.test/4", Facts.RANDOM);

    private final MemorySharedDocuments documents = new MemorySharedDocuments();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

    private WriterWatch watch(String node, Stall stall) {
        return new WriterWatch(
                new StalledDocuments(documents, stall), node, Duration.ofSeconds(10), nanos::get, Facts.RANDOM);
    }

    private WriterTurn take(WriterWatch watch) throws IOException {
        watch.look();
        assertThat(watch.isFree()).isTrue();
        return watch.take().orElseThrow();
    }

    private static SegmentIntent intent(long first, long end) {
        Checkpoint checkpoint = new Checkpoint("log.test/4", end, Sha256.of("tree of " + end));
        return new SegmentIntent(first, end, SignedNote.sign(checkpoint.text(), SIGNER));
    }

    @Test
    void silenceEndsATurnAndASignOfLifeDoesNot() throws Exception {
        WriterTurn one = take(watch("one", new Stall()));
        WriterWatch two = watch("two", new Stall());
        for (int i = 0; i < 5; i++) {
            two.look();
            nanos.addAndGet(Duration.ofSeconds(9).toNanos());
            one.renew(new TreeMap<>());
            two.look();
            assertThat(two.isFree()).isFalse();
        }
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        two.look();
        assertThat(two.isFree()).isTrue();
        WriterTurn next = two.take().orElseThrow();
        assertThat(next.document().epoch()).isEqualTo(2);
        assertThat(one.lost()).isEmpty();
        assertThatThrownBy(() -> one.intend(intent(0, 3)))
                .isInstanceOf(LogStoppedException.class)
                .hasMessageContaining("from one (epoch 1) to two (epoch 2)");
        assertThat(one.lost()).isPresent();
        // For good, even if the document should come round again.
        next.giveUp();
        assertThatThrownBy(() -> one.renew(new TreeMap<>())).isInstanceOf(LogStoppedException.class);
    }

    /** While the documents cannot be reached, nobody can give a sign of life either. */
    @Test
    void silenceBeginsAnewAfterTimesWithoutSight() throws Exception {
        take(watch("one", new Stall()));
        Answers answers = new Answers(documents);
        WriterWatch two = new WriterWatch(answers, "two", Duration.ofSeconds(10), nanos::get, Facts.RANDOM);
        two.look();
        answers.lost = "find";
        assertThatThrownBy(two::look).hasMessage("no answer");
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(two.isFree()).isFalse();
        two.look();
        assertThat(two.isFree()).isFalse();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        two.look();
        assertThat(two.isFree()).isTrue();
    }

    @Test
    void ofTwoThatTakeAtOnceOneGetsIt() throws Exception {
        WriterWatch one = watch("one", new Stall());
        WriterWatch two = watch("two", new Stall());
        one.look();
        two.look();
        assertThat(one.take()).isPresent();
        assertThat(two.take()).isEmpty();
    }

    /** Two processes under one name, by mistake, at one document: still only one has the turn. */
    @Test
    void ofTwoOfOneNameOneGetsIt() throws Exception {
        take(watch("one", new Stall())).giveUp();
        WriterWatch first = watch("same", new Stall());
        WriterWatch second = watch("same", new Stall());
        first.look();
        second.look();
        WriterTurn turn = first.take().orElseThrow();
        assertThat(second.take()).isEmpty();
        turn.renew(new TreeMap<>());
    }

    /** The answer to a change was lost; it happened or it did not, and neither costs the turn. */
    @Test
    void findsOutWhatBecameOfAChange() throws Exception {
        for (String lost : new String[] {"before replace log/writer", "after replace log/writer"}) {
            MemorySharedDocuments there = new MemorySharedDocuments();
            Answers answers = new Answers(there);
            WriterWatch watch = new WriterWatch(answers, "one", Duration.ZERO, nanos::get, Facts.RANDOM);
            watch.look();
            WriterTurn turn = watch.take().orElseThrow();
            answers.lost = lost;
            assertThatThrownBy(() -> turn.intend(intent(0, 3))).hasMessage("no answer");
            turn.intend(intent(0, 3));
            answers.lost = lost;
            assertThatThrownBy(() -> turn.published(intent(0, 3), new TreeMap<>()))
                    .hasMessage("no answer");
            turn.published(intent(0, 3), new TreeMap<>());
            // The flusher does the whole again when its own database failed.
            turn.intend(intent(0, 3));
            turn.published(intent(0, 3), new TreeMap<>());
            assertThat(turn.lost()).isEmpty();
            WriterDocument document = WriterDocument.parse(
                    there.find(WriterDocument.NAME).orElseThrow().bytes());
            assertThat(document.publishedSize()).isEqualTo(3);
            assertThat(document.segment()).isEqualTo(Optional.of(0L));
            assertThat(document.intent()).isEmpty();
        }
    }

    /** Loses one answer. */
    private static final class Answers implements SharedDocuments {
        private final MemorySharedDocuments documents;
        private String lost = "";

        Answers(MemorySharedDocuments documents) {
            this.documents = documents;
        }

        private void maybeLost(String step) throws IOException {
            if (step.equals(lost)) {
                lost = "";
                throw new IOException("no answer");
            }
        }

        @Override
        public void start() {}

        @Override
        public Optional<SharedDocument> find(String name) throws IOException {
            maybeLost("find");
            return documents.find(name);
        }

        @Override
        public SharedDocument create(String name, byte[] bytes) throws IOException {
            return documents.create(name, bytes);
        }

        @Override
        public SharedDocument replace(SharedDocument known, byte[] bytes) throws IOException {
            maybeLost("before replace " + known.name());
            SharedDocument replaced = documents.replace(known, bytes);
            maybeLost("after replace " + known.name());
            return replaced;
        }

        @Override
        public void delete(String name) {
            documents.delete(name);
        }

        @Override
        public Stream<String> list(String prefix) {
            return documents.list(prefix);
        }

        @Override
        public void close() {}
    }
}
