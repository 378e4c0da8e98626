package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksDatabase;
import org.unbroken.storage.worm.ObjectKey;

/**
 * Whatever is stated, in whatever order: a rebuild from the store, and rows made anew from the entries, come byte for byte
 * to the database that was running.
 */
class RandomLivesRebuildTest {
    private static final List<CustodyEvent> OF_RECORDINGS = List.of(
            CustodyEvent.VIEWED,
            CustodyEvent.VERIFIED,
            CustodyEvent.EXPORTED,
            CustodyEvent.DAMAGED,
            CustodyEvent.RESTORED,
            CustodyEvent.HELD,
            CustodyEvent.RELEASED,
            CustodyEvent.RETAINED,
            CustodyEvent.LABELLED,
            CustodyEvent.REPORTED,
            CustodyEvent.LONG_TERM,
            CustodyEvent.LONG_TERM_WITHDRAWN,
            CustodyEvent.REVIEWED,
            CustodyEvent.CLASSIFIED);
    private static final List<CustodyEvent> OF_CASES = List.of(
            CustodyEvent.CASE_OPENED,
            CustodyEvent.CASE_CHANGED,
            CustodyEvent.CASE_CLOSED,
            CustodyEvent.CASE_REOPENED,
            CustodyEvent.CASE_ARCHIVED);
    private static final List<CustodyEvent> OF_THEIR_OWN = List.of(
            CustodyEvent.EXPLAINED,
            CustodyEvent.SAMPLE_REQUESTED,
            CustodyEvent.SAMPLE_DRAWN,
            CustodyEvent.CAMERA_ISSUED,
            CustodyEvent.CAMERA_RETURNED,
            CustodyEvent.CAMERA_CHECKED,
            CustodyEvent.CAMERA_LENT,
            CustodyEvent.CAMERA_LOST,
            CustodyEvent.ACCESS_REQUESTED,
            CustodyEvent.ACCESS_APPROVED,
            CustodyEvent.ACCESS_REFUSED);

    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();
    private final List<RecordingId> films = List.of(Facts.id(), Facts.id(), Facts.id(), Facts.id());
    private final List<RecordingId> cases = List.of(Facts.id(), Facts.id());
    private final Set<RecordingId> disposed = new HashSet<>();
    private Random random = new Random();

    static Stream<Long> seeds() {
        return new Random().longs(40).boxed();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aRebuildComesToTheSameBytes(long seed) throws Exception {
        live(seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("seeds")
    void aRebuildComesToTheSameBytesForAnySeed(long seed) throws Exception {
        live(seed);
    }

    private void live(long seed) throws Exception {
        random = new Random(seed);
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        try (CustodyStore store = fixture.open()) {
            List<CustodyFact> first = new ArrayList<>();
            for (RecordingId film : films) {
                first.add(Facts.received(film, agency(film), "cam", detail()));
            }
            for (int i = 0; i < 120 && disposed.size() < films.size(); i++) {
                if (!first.isEmpty() && random.nextInt(8) == 0) {
                    append(store, first.remove(random.nextInt(first.size())));
                } else if (random.nextInt(40) == 0) {
                    dispose(store, any(films));
                } else {
                    append(store, fact());
                }
            }
            StoreFixture.published(store, Facts.plain(CustodyEvent.SAMPLE_REQUESTED, "last", Facts.id(), "a"));
        }
        Map<String, String> running = StoreFixture.dump(directory.resolve("db"));
        Rebuild.run(
                worm, fixture.settings, fixture.signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, Progress.NONE);
        assertThat(differences(running)).as("rebuilt").isEmpty();

        try (RocksDatabase opened = RocksDatabase.open(directory.resolve("db"), Families.ALL)) {
            opened.write(new Batch().delete(Families.META, Keys.ofText("ledger")), Durability.SYNCED);
        }
        fixture.open().close();
        assertThat(differences(running)).as("made anew").isEmpty();
    }

    /** What either has alone, or otherwise, in words that a person can read: the whole is thousands of digits. */
    private List<String> differences(Map<String, String> running) throws Exception {
        Map<String, String> now = StoreFixture.dump(directory.resolve("db"));
        List<String> found = new ArrayList<>();
        Set<String> keys = new TreeSet<>(running.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            if (!Objects.equals(running.get(key), now.get(key)) && !restsOnErased(key, running)) {
                found.add(key + ": " + text(running.get(key)) + ", now " + text(now.get(key)));
            }
        }
        return found;
    }

    /** Under which key a fact came, and what had which bytes first, only details tell; those of the disposed are gone. */
    private boolean restsOnErased(String key, Map<String, String> running) {
        return disposed.stream()
                .map(id -> id.value().replace("-", ""))
                .anyMatch(id ->
                        key.startsWith("facts " + id) || (key.startsWith("repeats ") && id.equals(running.get(key))));
    }

    private static String text(@Nullable String hex) {
        return hex == null ? "nothing" : new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    /** What the log refuses, such as anything about what was disposed of, is no entry. */
    private void append(CustodyStore store, CustodyFact fact) throws Exception {
        if (!disposed.contains(fact.recording())) {
            StoreFixture.append(store, fact);
        }
    }

    /** As it is left when the process dies while the objects are deleted. */
    private void dispose(CustodyStore store, RecordingId film) throws Exception {
        StoreFixture.published(store, Facts.plain(CustodyEvent.SAMPLE_REQUESTED, "before", Facts.id(), "a"));
        boolean free = store.ledger()
                .find(film)
                .filter(row -> !row.isHeld())
                .filter(row -> row.state() == RecordingState.SEALED || row.state() == RecordingState.QUARANTINED)
                .isPresent();
        if (!free || !agency(film).equals("a") || !disposed.add(film)) {
            return;
        }
        Batches.ordered(store, worm, Facts.NOW, false, film);
        Sequenced gone = StoreFixture.published(store, Batches.disposed(store, film));
        ObjectKey own = ObjectKey.detail(film, gone.entry().detail());
        worm.objects.keySet().stream()
                .filter(key -> key.value().startsWith(ObjectKey.recordingPrefix(film)) && !key.equals(own))
                .filter(key -> random.nextBoolean())
                .toList()
                .forEach(key -> worm.objects.remove(key));
    }

    private CustodyFact fact() throws Exception {
        List<RecordingId> left =
                films.stream().filter(each -> !disposed.contains(each)).toList();
        RecordingId film = any(left);
        return switch (random.nextInt(10)) {
            case 0 -> Facts.inspected(worm, film, agency(film), "verdict-" + random.nextInt(3));
            case 1 ->
                random.nextInt(3) == 0
                        ? Facts.quarantined(film, agency(film), "cam")
                        : Facts.sealed(worm, film, agency(film), "cam");
            case 2 -> stated(any(OF_CASES), any(cases), "a");
            case 3, 4 -> stated(any(OF_THEIR_OWN), Facts.id(), random.nextBoolean() ? "a" : "b");
            default -> stated(any(OF_RECORDINGS), film, agency(film));
        };
    }

    private CustodyFact stated(CustodyEvent event, RecordingId id, String agency) {
        CustodyFact plain = Facts.plain(event, "key-" + random.nextInt(30), id, agency);
        return new CustodyFact(
                event,
                plain.key(),
                id,
                agency,
                Optional.empty(),
                plain.at(),
                plain.actor(),
                detail(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Members that some kind of entry has, each of them there or not, and of another shape now and then. */
    private JsonObject detail() {
        JsonObject labels = JsonObject.builder()
                .put("case", "K-" + random.nextInt(3))
                .put("officer", random.nextBoolean() ? "Li" : "Wang")
                .build();
        JsonObject.Builder detail = JsonObject.builder()
                .put("until", "20" + (30 + random.nextInt(40)) + "-01-01T00:00:00Z")
                .put("camera", "cam-" + random.nextInt(3));
        if (random.nextBoolean()) {
            detail.put(
                    "labels",
                    random.nextInt(3) == 0
                            ? labels.with().put("case", JsonNull.NULL).build()
                            : labels);
        }
        if (random.nextBoolean()) {
            detail.put("classes", JsonArray.ofStrings(random.nextBoolean() ? List.of("privacy") : List.of()));
        }
        if (random.nextBoolean()) {
            detail.put("recordings", JsonArray.ofStrings(List.of(any(films).value())));
        }
        if (random.nextBoolean()) {
            detail.put(
                    "case",
                    random.nextBoolean()
                            ? labels
                            : JsonObject.builder().put("number", "K-1").build());
        } else if (random.nextBoolean()) {
            detail.put("case", "K-2");
        }
        if (random.nextInt(8) == 0) {
            detail.put("classes", "none").put("recordings", 7).put("labels", "x");
        }
        return detail.build();
    }

    private String agency(RecordingId film) {
        return films.indexOf(film) == 3 ? "b" : "a";
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
