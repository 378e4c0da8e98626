package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.ledger.Filed;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;

/** Labels, explanations and cases that people state: shown by the ledger, and shown again after a rebuild. */
class StatedFactsTest {
    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();

    private static CustodyFact stated(CustodyEvent event, RecordingId id, String agency, JsonObject detail) {
        CustodyFact plain = Facts.plain(event, Facts.id().value(), id, agency);
        return new CustodyFact(
                event,
                plain.key(),
                id,
                agency,
                Optional.empty(),
                plain.at(),
                plain.actor(),
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static CustodyFact labelled(RecordingId id, JsonObject labels) {
        return stated(
                CustodyEvent.LABELLED,
                id,
                "a",
                JsonObject.builder()
                        .put("labels", labels)
                        .put("reason", "misread")
                        .build());
    }

    private static CustodyFact opened(RecordingId id, String agency, String number) {
        JsonObject said = JsonObject.builder().put("number", number).build();
        return stated(
                CustodyEvent.CASE_OPENED,
                id,
                agency,
                JsonObject.builder().put("case", said).build());
    }

    private static List<RecordingId> ofCase(Ledger ledger, String number) throws Exception {
        RecordingQuery query = new RecordingQuery(
                Optional.of("a"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(number),
                Optional.empty(),
                10);
        return ledger.search(query).recordings().stream()
                .map(recording -> recording.id())
                .toList();
    }

    @Test
    void labelsAreThoseThatWereSaidLast() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(id, "a", "cam"));
            StoreFixture.append(store, Facts.sealed(worm, id, "a", "cam"));
            StoreFixture.append(
                    store,
                    labelled(
                            id,
                            JsonObject.builder()
                                    .put("case", "K-1")
                                    .put("stage", "survey")
                                    .put("nonsense", "x")
                                    .build()));
            StoreFixture.published(
                    store,
                    labelled(
                            id,
                            JsonObject.builder()
                                    .put("case", "K-2")
                                    .put("officer", JsonNull.NULL)
                                    .build()));

            assertThat(store.ledger().find(id).orElseThrow().labels())
                    .isEqualTo(Map.of("case", "K-2", "stage", "survey"));
            assertThat(ofCase(store.ledger(), "K-2")).containsExactly(id);
            assertThat(ofCase(store.ledger(), "K-1")).isEmpty();
            assertThat(ofCase(store.ledger(), "case-cam")).isEmpty();
            assertThat(store.ledger().custody(id).get(2).entry().json().text()).doesNotContain("K-1", "survey");
        }
        rebuiltAlike(fixture);
    }

    /** Before there were marks and classes, labels said both: such entries still count, and a rebuild comes to the same. */
    @Test
    void aLabelOfAnOldEntryIsAMarkOrAClass() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(id, "a", "cam"));
            StoreFixture.append(store, Facts.sealed(worm, id, "a", "cam"));
            StoreFixture.published(
                    store,
                    labelled(
                            id,
                            JsonObject.builder()
                                    .put("long_term", "dispute,refusal")
                                    .put("secrecy", "military-secret, privacy")
                                    .build()));

            Recording old = store.ledger().find(id).orElseThrow();
            assertThat(old.secrecy()).containsExactlyInAnyOrder("state-secret", "privacy");
            assertThat(old.labels()).doesNotContainKeys("long_term", "secrecy");
            assertThat(LongTermMarks.of(store.ledger().custody(id)))
                    .isEqualTo(Map.of("label-dispute", "dispute", "label-refusal", "refusal"));

            JsonObject nothing = JsonObject.builder().build();
            StoreFixture.published(store, LongTermMarks.withdrawn(old, "label-dispute", Facts.NOW, "t-1", nothing));
            assertThat(LongTermMarks.of(store.ledger().custody(id))).containsOnlyKeys("label-refusal");
            StoreFixture.published(
                    store,
                    labelled(
                            id,
                            JsonObject.builder()
                                    .put("long_term", JsonNull.NULL)
                                    .put("secrecy", JsonNull.NULL)
                                    .build()));
            assertThat(LongTermMarks.of(store.ledger().custody(id))).isEmpty();
            assertThat(store.ledger().find(id).orElseThrow().secrecy()).isEmpty();
        }
        rebuiltAlike(fixture);
    }

    @Test
    void casesAndExplanationsAreFoundByAgencyAndByNumber() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId film = Facts.id();
        RecordingId first = Facts.id();
        RecordingId second = Facts.id();
        RecordingId foreign = Facts.id();
        RecordingId why = Facts.id();
        JsonObject said = JsonObject.builder().put("case", "K-1").build();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(film, "a", "cam"));
            StoreFixture.append(store, opened(first, "a", "K-1"));
            StoreFixture.append(store, opened(second, "a", "K-9"));
            StoreFixture.append(store, opened(foreign, "b", "K-1"));
            StoreFixture.append(
                    store,
                    stated(
                            CustodyEvent.CASE_CHANGED,
                            second,
                            "a",
                            JsonObject.builder()
                                    .put(
                                            "case",
                                            JsonObject.builder()
                                                    .put("number", "K-2")
                                                    .build())
                                    .build()));
            StoreFixture.append(store, stated(CustodyEvent.EXPLAINED, film, "a", said));
            StoreFixture.published(store, stated(CustodyEvent.EXPLAINED, why, "a", said));

            Ledger ledger = store.ledger();
            assertThat(ledger.filed(Filed.CASE, Optional.of("a"), Optional.empty(), 9))
                    .containsExactly(second, first);
            assertThat(ledger.filed(Filed.CASE, Optional.of("a"), Optional.of(second), 9))
                    .containsExactly(first);
            assertThat(ledger.filed(Filed.CASE, Optional.empty(), Optional.empty(), 2))
                    .containsExactly(foreign, second);
            assertThat(ledger.filedUnder(Filed.CASE, "a", "K-1", 9)).containsExactly(first);
            assertThat(ledger.filedUnder(Filed.CASE, "a", "K-2", 9)).containsExactly(second);
            assertThat(ledger.filedUnder(Filed.CASE, "b", "K-2", 9)).isEmpty();
            assertThat(ledger.filedUnder(Filed.EXPLANATION, "a", "K-1", 9))
                    .as("not the one that is of a recording")
                    .containsExactly(why);
            assertThat(ledger.find(first)).as("a case is no recording").isEmpty();
            assertThat(ledger.counts().values().stream()
                            .mapToLong(count -> count)
                            .sum())
                    .isEqualTo(1);
        }
        rebuiltAlike(fixture);
    }

    private void rebuiltAlike(StoreFixture fixture) throws Exception {
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        Rebuild.run(
                worm, fixture.settings, fixture.signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, Progress.NONE);
        assertThat(StoreFixture.dump(directory.resolve("db"))).isEqualTo(before);
    }
}
