package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.packs.DocumentKind;
import org.unbroken.storage.packs.LocalPackStore;
import org.unbroken.storage.packs.Pack;
import org.unbroken.storage.packs.PackBuilder;
import org.unbroken.storage.packs.PackStore;
import org.unbroken.storage.worm.ObjectKey;

/** A rebuild comes to the same rows with packs, without, and whatever is done to them. */
class PackedRebuildTest {
    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private final Set<ObjectKey> read = ConcurrentHashMap.newKeySet();
    private StoreFixture fixture;
    private PackStore packs;

    @BeforeEach
    void setUp() {
        fixture = new StoreFixture(directory.resolve("db"), worm);
        packs = new LocalPackStore(directory.resolve("packs"), new DurableFiles(new LocalDisk()));
    }

    private void pack() throws Exception {
        try (CustodyStore store = fixture.open();
                Packer packer = store.packer(packs)) {
            packer.start();
            Await.until(packer::isCaughtUp);
        }
    }

    private Map<String, String> rebuilt(RebuildSettings.Checks checks) throws IOException {
        read.clear();
        ReadsNoted noted = new ReadsNoted(worm, read);
        RebuildReport report = Rebuild.run(
                noted,
                fixture.settings,
                RebuildSettings.defaults().withPacks(packs).withThreads(3).withChecks(checks),
                fixture.signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                Progress.NONE);
        assertThat(report.problems()).isEmpty();
        assertThat(report.replaced()).isTrue();
        return StoreFixture.dump(directory.resolve("db"));
    }

    private List<Long> firsts() throws IOException {
        try (Stream<Long> firsts = packs.list()) {
            return firsts.toList();
        }
    }

    private List<ObjectKey> documentsRead() {
        return read.stream()
                .filter(key -> key.value().startsWith("recordings/"))
                .toList();
    }

    @Test
    void equalsTheDatabaseAndReadsNoDocumentAlone() throws Exception {
        fixture.live(20);
        RecordingId unreceived = Facts.id();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.published(store, Facts.sealed(worm, unreceived, "a", "cam9"));
        }
        pack();
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        assertThat(rebuilt(RebuildSettings.Checks.LOG)).isEqualTo(before);
        Set<String> ofDisposed = new HashSet<>();
        documentsRead()
                .forEach(key ->
                        ofDisposed.add(Audit.recordingOf(key).orElseThrow().value()));
        assertThat(ofDisposed).as("only the disposed recording is in no pack").hasSize(1);
        assertThat(rebuilt(RebuildSettings.Checks.OBJECTS)).isEqualTo(before);
    }

    @Test
    void equalsTheDatabaseWithoutPacksAndWithSomeMissing() throws Exception {
        fixture.live(12);
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        assertThat(rebuilt(RebuildSettings.Checks.LOG)).isEqualTo(before);
        pack();
        List<Long> firsts = firsts();
        for (int i = 0; i < firsts.size(); i += 2) {
            packs.delete(firsts.get(i));
        }
        assertThat(rebuilt(RebuildSettings.Checks.LOG)).isEqualTo(before);
        pack();
        assertThat(firsts()).as("the next start fills the gaps").isEqualTo(firsts);
    }

    @Test
    void believesNothingThatAnAlteredPackSays() throws Exception {
        fixture.live(12);
        pack();
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        List<Long> firsts = firsts();
        byte[] other = "{\"camera\":\"forged\",\"salt\":\"00\"}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < firsts.size(); i++) {
            byte[] altered = i % 2 == 0
                    ? new PackBuilder()
                            .add(0, DocumentKind.DETAIL, other)
                            .add(1, DocumentKind.MANIFEST, other)
                            .add(2, DocumentKind.ANALYSIS, other)
                            .encode()
                    : new byte[] {'x'};
            packs.rewrite(firsts.get(i), pack -> altered);
        }
        assertThat(rebuilt(RebuildSettings.Checks.LOG)).isEqualTo(before);
        assertThat(documentsRead()).isNotEmpty();
    }

    @Test
    void aDisposedRecordingGoesFromAllPacks() throws Exception {
        RecordingId kept = Facts.id();
        RecordingId disposed = Facts.id();
        try (CustodyStore store = fixture.open();
                Packer packer = store.packer(packs)) {
            packer.start();
            for (RecordingId id : List.of(kept, disposed)) {
                StoreFixture.published(store, Facts.received(id, "a", "cam"));
                StoreFixture.published(store, Facts.sealed(worm, id, "a", "cam"));
                StoreFixture.published(store, Facts.inspected(worm, id, "a", "continuous"));
            }
            Await.until(packer::isCaughtUp);
            assertThat(texts()).anyMatch(text -> text.contains("film-" + disposed));
            StoreFixture.published(store, Facts.plain(CustodyEvent.DISPOSED, "order-1", disposed, "a"));
            Await.until(packer::isCaughtUp);
        }
        assertThat(texts()).noneMatch(text -> text.contains("film-" + disposed) || text.contains(disposed.value()));
        assertThat(texts()).anyMatch(text -> text.contains("film-" + kept));
        assertThat(texts()).as("why, stays").anyMatch(text -> text.contains("because"));
    }

    /** As after a crash, or with packs put back from an old backup: the note is older than the disposal. */
    @Test
    void disposalsAreCarriedOutAgainFromTheNoteOn() throws Exception {
        fixture.live(4);
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open();
                Packer packer = store.packer(packs)) {
            packer.start();
            StoreFixture.published(store, Facts.received(id, "a", "cam"));
            Await.until(packer::isCaughtUp);
        }
        long note = packs.forgottenUpTo();
        List<byte[]> old = new ArrayList<>();
        List<Long> firsts = firsts();
        for (long first : firsts) {
            old.add(packs.find(first).orElseThrow());
        }
        try (CustodyStore store = fixture.open()) {
            StoreFixture.published(store, Facts.plain(CustodyEvent.DISPOSED, "order-2", id, "a"));
        }
        pack();
        assertThat(texts()).noneMatch(text -> text.contains("film-" + id));
        for (int i = 0; i < firsts.size(); i++) {
            byte[] bytes = old.get(i);
            packs.rewrite(firsts.get(i), pack -> bytes);
        }
        packs.forgottenUpTo(note);
        assertThat(texts()).anyMatch(text -> text.contains("film-" + id));
        pack();
        assertThat(texts()).noneMatch(text -> text.contains("film-" + id));
    }

    @Test
    void forgetsWhenAskedAndTakesAwayWhatItCannotRead() throws Exception {
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open();
                Packer packer = store.packer(packs)) {
            packer.start();
            StoreFixture.published(store, Facts.received(id, "a", "cam"));
            StoreFixture.published(store, Facts.sealed(worm, id, "a", "cam"));
            Await.until(packer::isCaughtUp);
            packs.rewrite(1, pack -> new byte[] {1, 2, 3});
            packer.forget(id);
            assertThat(firsts()).containsExactly(0L);
            assertThat(texts()).noneMatch(text -> text.contains("film-"));
        }
    }

    @Test
    void publicationDoesNotWaitForPacksThatCannotBeWritten() throws Exception {
        Files.writeString(directory.resolve("packs"), "a file where the folder is to be");
        try (CustodyStore store = fixture.open();
                Packer packer = store.packer(packs)) {
            packer.start();
            StoreFixture.published(store, Facts.received(Facts.id(), "a", "cam"));
            Await.until(() -> packer.lastError().isPresent());
            StoreFixture.published(store, Facts.received(Facts.id(), "a", "cam"));
            Files.delete(directory.resolve("packs"));
            Await.until(packer::isCaughtUp);
            assertThat(firsts()).isNotEmpty();
        }
    }

    @Test
    void largeWindowsComeToTheSameRowsAsSegmentBySegment() throws Exception {
        fixture.live(30);
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        for (int window : List.of(1, 5, 64)) {
            Path target = directory.resolve("window-" + window);
            try (var database = org.unbroken.storage.rocks.RocksDatabase.openForLoading(
                            target, org.unbroken.storage.ledger.Families.ALL, RebuildWriter.ONLY_PUT);
                    RebuildWindows windows = new RebuildWindows(
                            new RebuildWriter(
                                    new DocumentReads(worm, java.util.Optional.empty()),
                                    database,
                                    fixture.signer,
                                    org.unbroken.storage.rocks.Durability.UNLOGGED),
                            window)) {
                new StoredLog(worm, List.of(), finding -> {}, Progress.NONE).read(windows::add);
                windows.finish();
            }
            assertThat(StoreFixture.dump(target)).as("window " + window).isEqualTo(before);
        }
    }

    /** All documents in all packs. */
    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (long first : firsts()) {
            Pack pack = Pack.decode(packs.find(first).orElseThrow());
            for (int entry = 0; entry < 16; entry++) {
                for (DocumentKind kind : DocumentKind.values()) {
                    pack.find(entry, kind).ifPresent(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
                }
            }
        }
        return texts;
    }
}
