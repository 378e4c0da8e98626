package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.log.Checkpoint;
import org.unbroken.integrity.note.Ed25519NoteSigner;
import org.unbroken.integrity.note.NoteSigner;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.shared.MemorySharedDocuments;
import org.unbroken.storage.shared.SharedDocument;
import org.unbroken.storage.worm.ObjectKey;

class FollowedLogTest {
    private static final Duration SOON = Duration.ofMillis(2);

    private final MemoryWorm worm = new MemoryWorm();
    private final MemorySharedDocuments documents = new MemorySharedDocuments();
    private final NoteSigner signer = Ed25519NoteSigner.generate("log.test/f", Facts.RANDOM);
    private final List<Entry> all = new ArrayList<>();
    private long revision;

    private FollowedLog follow() {
        FollowedLog log = new FollowedLog(documents, worm, List.of(signer.verifierKey()), SOON);
        log.start();
        return log;
    }

    private static Entry entry() {
        RecordingId id = Facts.id();
        return Entry.builder(CustodyEvent.VIEWED, id, "a", Facts.NOW, "token-9", Sha256.of(id.value()))
                .build();
    }

    private void segment(int entries) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        long first = all.size();
        for (int i = 0; i < entries; i++) {
            Entry entry = entry();
            all.add(entry);
            bytes.add(entry.bytes());
        }
        worm.put(ObjectKey.segment(first), LogSegment.encode(bytes), Instant.MAX);
    }

    private void publish(long segment, long size, NoteSigner by) throws IOException {
        Checkpoint checkpoint = new Checkpoint(by.verifierKey().name(), size, Sha256.of("root of " + size));
        byte[] bytes = new WriterDocument(
                        1,
                        Optional.of("node"),
                        "0".repeat(32),
                        ++revision,
                        Optional.of(SignedNote.sign(checkpoint.text(), by)),
                        Optional.of(segment),
                        Optional.empty(),
                        new TreeMap<>())
                .bytes();
        Optional<SharedDocument> known = documents.find(WriterDocument.NAME);
        if (known.isPresent()) {
            documents.replace(known.get(), bytes);
        } else {
            documents.create(WriterDocument.NAME, bytes);
        }
    }

    private void published(int entries) throws IOException {
        long first = all.size();
        segment(entries);
        publish(first, all.size(), signer);
    }

    @Test
    void readsFromAnyEntryOnWhateverTheSegmentsLengths() throws Exception {
        for (int length : List.of(1, 1, 3, 12, 1, 120, 7, 2, 1300, 1, 40)) {
            published(length);
        }
        try (FollowedLog log = follow()) {
            Await.until(() -> log.publishedSize() == all.size());
            for (int from : List.of(0, 1, 2, 5, 17, 18, 19, 137, 138, 146, 147, 1446, 1447, 1448, 1487, 1200, 0)) {
                try (FollowedLog fresh = follow()) {
                    Await.until(() -> fresh.publishedSize() == all.size());
                    assertEntries(fresh.read(from, 200), from, 200);
                }
                assertEntries(log.read(from, 200), from, 200);
            }
            assertThat(log.read(all.size(), 10)).isEmpty();
            assertThat(log.read(3, 0)).isEmpty();
        }
    }

    private void assertEntries(List<Sequenced> read, int from, int max) {
        assertThat(read).hasSize(Math.min(max, all.size() - from));
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(new Sequenced(from + i, all.get(from + i), false));
        }
    }

    @Test
    void findsASegmentAmongTensOfThousands() throws Exception {
        for (int i = 0; i < 25_000; i++) {
            worm.objects.put(ObjectKey.segment(3L * i), new byte[0]);
        }
        SegmentSearch search = new SegmentSearch(worm);
        for (long index : List.of(0L, 1L, 2L, 3L, 2999L, 3000L, 9_999L, 10_000L, 60_001L, 74_997L, 99_999_999L)) {
            assertThat(search.floor(index)).hasValue(Math.min(index / 3 * 3, 74_997));
        }
        worm.objects.remove(ObjectKey.segment(0));
        assertThat(search.floor(2)).isEmpty();
    }

    @Test
    void saysWhenMoreIsPublishedAndShowsNothingBefore() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (FollowedLog log = follow()) {
            log.onPublished(() -> {
                throw new IllegalStateException("a listener that fails");
            });
            log.onPublished(told::incrementAndGet);
            segment(4);
            assertThat(log.read(0, 10)).isEmpty();
            publish(0, 4, signer);
            Await.until(() -> told.get() == 1);
            segment(2);
            assertEntries(log.read(2, 2), 2, 2);
            assertThat(log.read(0, 10))
                    .as("the second segment is not published")
                    .hasSize(4);
            publish(4, 6, signer);
            Await.until(() -> told.get() == 2);
            assertEntries(log.read(0, 10), 0, 10);
        }
    }

    @Test
    void passesNothingOver() throws Exception {
        published(2);
        published(2);
        published(2);
        byte[] held = worm.objects.remove(ObjectKey.segment(2));
        try (FollowedLog log = follow()) {
            Await.until(() -> log.publishedSize() == 6);
            assertThatThrownBy(() -> log.read(0, 6)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> log.read(2, 6)).isInstanceOf(IOException.class);
            try (FollowedLog fresh = follow()) {
                Await.until(() -> fresh.publishedSize() == 6);
                assertThatThrownBy(() -> fresh.read(2, 6))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("ends before it");
            }
            worm.objects.put(ObjectKey.segment(2), new byte[] {1});
            assertThatThrownBy(() -> log.read(2, 1)).hasMessageContaining("cannot be read");
            worm.objects.put(ObjectKey.segment(2), held);
            assertEntries(log.read(0, 6), 0, 6);
        }
    }

    @Test
    void doesNotBelieveALengthThatTheLogsKeyDidNotSignOrThatShrank() throws Exception {
        published(3);
        try (FollowedLog log = follow()) {
            Await.until(() -> log.publishedSize() == 3);
            segment(1);
            publish(3, 4, Ed25519NoteSigner.generate("log.test/f", Facts.RANDOM));
            Await.until(() -> log.lastError().isPresent());
            assertThat(log.lastError().orElseThrow()).contains("not signed");
            assertThat(log.publishedSize()).isEqualTo(3);
            publish(3, 4, signer);
            Await.until(() -> log.publishedSize() == 4);
            Await.until(() -> log.lastError().isEmpty());
            publish(0, 3, signer);
            Await.until(() -> log.lastError().isPresent());
            assertThat(log.publishedSize()).isEqualTo(4);
            documents.delete(WriterDocument.NAME);
            Await.until(() -> log.lastError().orElse("").contains("is gone"));
        }
    }
}
