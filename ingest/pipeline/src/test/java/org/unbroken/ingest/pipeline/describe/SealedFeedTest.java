package org.unbroken.ingest.pipeline.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unbroken.ingest.pipeline.source.Feed;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.custody.EntryBuilder;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.storage.custody.PublishedLog;
import org.unbroken.storage.custody.Sequenced;

/** A recording whose {@code inspected} event was lost on its way to the log is inspected again, and no other is. */
class SealedFeedTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofHours(6);

    private final GrowingLog log = new GrowingLog();
    private Instant now = NOON;

    @Test
    void whatIsInspectedInTimeIsFedOnce() throws IOException {
        SealedFeed feed = feed();
        log.add(CustodyEvent.RECEIVED, 1);
        log.add(CustodyEvent.SEALED, 1);
        assertThat(recordings(feed.read(0, 64))).containsExactly(id(1));
        log.add(CustodyEvent.INSPECTED, 1);
        feed.read(2, 64);
        now = NOON.plus(Duration.ofDays(3));
        assertThat(feed.due(64)).isEmpty();
    }

    @Test
    void whatTheLogNeverSaysOfIsFedAgainUntilItDoes() throws IOException {
        SealedFeed feed = feed();
        IntStream.rangeClosed(1, 3).forEach(i -> log.add(CustodyEvent.SEALED, i));
        assertThat(recordings(feed.read(0, 64))).containsExactly(id(1), id(2), id(3));
        log.add(CustodyEvent.INSPECTED, 2);
        feed.read(3, 64);
        now = NOON.plus(PATIENCE).minusSeconds(1);
        assertThat(feed.due(64)).isEmpty();
        now = NOON.plus(PATIENCE);
        assertThat(feed.due(1)).extracting(SealedRef::recording).containsExactly(id(1));
        assertThat(feed.due(64)).extracting(SealedRef::recording).containsExactly(id(3));
        assertThat(feed.due(64)).as("both are being inspected now").isEmpty();
        log.add(CustodyEvent.INSPECTED, 1);
        feed.read(4, 64);
        now = now.plus(PATIENCE);
        assertThat(feed.due(64)).extracting(SealedRef::recording).containsExactly(id(3));
    }

    @Test
    void whatIsFedAgainIsWhatWasFed() throws IOException {
        SealedFeed feed = feed();
        log.add(CustodyEvent.SEALED, 7);
        SealedRef first = feed.read(0, 64).items().get(0).item();
        now = NOON.plus(PATIENCE);
        assertThat(feed.due(64)).containsExactly(first);
    }

    @Test
    void disposalEndsTheWaiting() throws IOException {
        SealedFeed feed = feed();
        log.add(CustodyEvent.SEALED, 1);
        log.add(CustodyEvent.DISPOSED, 1);
        feed.read(0, 64);
        now = NOON.plus(Duration.ofDays(3));
        assertThat(feed.due(64)).isEmpty();
    }

    @Test
    void aBacklogOfADayIsNoLoss() throws IOException {
        log.add(CustodyEvent.SEALED, 1);
        now = NOON.plus(Duration.ofDays(1));
        SealedFeed feed = feed();
        feed.read(0, 64);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(feed.due(64)).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(feed.due(64)).extracting(SealedRef::recording).containsExactly(id(1));
    }

    @Test
    void aJobThatGoesOnFromACheckpointLooksBackForWhatWasLostBeforeIt() throws IOException {
        for (int i = 1; i <= 1_000; i++) {
            log.add(CustodyEvent.SEALED, i);
            if (i % 250 != 0) {
                log.add(CustodyEvent.INSPECTED, i);
            }
        }
        int checkpoint = log.entries.size();
        // Of one of the four the entry comes while the job is looking back.
        log.add(CustodyEvent.INSPECTED, 750);
        SealedFeed feed = feed();
        feed.read(checkpoint, 64);
        now = NOON.plus(PATIENCE);
        assertThat(allDue(feed))
                .as("what was handed out before is given an hour")
                .isEmpty();
        now = now.plus(Duration.ofHours(1));
        assertThat(allDue(feed)).containsExactly(id(250), id(500), id(1_000));
    }

    @Test
    void anOldSegmentThatCannotBeReadKeepsNothingUp() throws IOException {
        IntStream.rangeClosed(1, 2_000).forEach(i -> log.add(CustodyEvent.SEALED, i));
        log.unreadableBelow = 700;
        SealedFeed feed = feed();
        feed.read(2_000, 64);
        allDue(feed);
        now = NOON.plus(PATIENCE);
        // In steps of 512: the one that meets the damage is passed over with what else it has.
        assertThat(allDue(feed)).hasSize(2_000 - 1_024).contains(id(2_000));
    }

    private SealedFeed feed() {
        return new SealedFeed(log, PATIENCE, () -> now);
    }

    /** As the source asks: again and again. */
    private static List<String> allDue(SealedFeed feed) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            feed.due(64).forEach(ref -> all.add(ref.recording()));
        }
        return all;
    }

    private static List<String> recordings(Feed.Batch<SealedRef> batch) {
        return batch.items().stream().map(each -> each.item().recording()).toList();
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "01a20555-7310-7000-8000-%012d", number);
    }

    /** What others append, all of it published at once. */
    private static final class GrowingLog implements PublishedLog {
        private final List<Sequenced> entries = new ArrayList<>();
        private long unreadableBelow;

        void add(CustodyEvent event, int number) {
            Sha256 some = Sha256.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
            EntryBuilder entry = Entry.builder(event, new RecordingId(id(number)), "default", NOON, "test", some);
            switch (event) {
                case RECEIVED -> entry.received(1, some);
                case SEALED -> entry.sealed(some).camera(some, 1, Sha256.ZERO);
                default -> entry.analysis(some);
            }
            entries.add(new Sequenced(entries.size(), entry.build(), false));
        }

        @Override
        public long publishedSize() {
            return entries.size();
        }

        @Override
        public List<Sequenced> read(long from, int max) throws IOException {
            if (from < unreadableBelow) {
                throw new IOException("a segment is damaged");
            }
            return List.copyOf(entries.subList((int) from, (int) Math.min(entries.size(), from + max)));
        }

        @Override
        public void onPublished(Runnable callback) {
            callback.run();
        }
    }
}
