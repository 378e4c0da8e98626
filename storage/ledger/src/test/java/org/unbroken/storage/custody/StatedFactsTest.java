package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.cases.CasesKeeping;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.ledger.Filed;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.ledger.SecrecyClasses;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.worm.ObjectKey;

/** Labels, explanations and cases that people state: shown by the ledger, and shown again after a rebuild. */
class StatedFactsTest {
    @TempDir
    Path directory;

    private static final JsonObject NOTHING = JsonObject.builder().build();

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

    @Test
    void aCasesFileKeepsItsFootageAlsoWhereNoRulebookDoes() throws Exception {
        try (CustodyStore store = new StoreFixture(directory.resolve("db"), worm).open()) {
            RecordingId film = Facts.id();
            RecordingId file = Facts.id();
            StoreFixture.append(store, Facts.received(film, "a", "cam"));
            StoreFixture.append(store, Facts.sealed(worm, film, "a", "cam"));
            StoreFixture.published(store, opened(file, "a", "case-cam"));
            assertThat(kept(store, film, Facts.NOW)).contains("is in a case that is not closed");
            StoreFixture.published(store, stated(CustodyEvent.CASE_CLOSED, file, "a", NOTHING));
            assertThat(kept(store, film, Facts.NOW)).isEmpty();

            StoreFixture.published(store, stated(CustodyEvent.CASE_ARCHIVED, file, "a", NOTHING));
            assertThat(kept(store, film, Facts.NOW))
                    .hasValueSatisfying(why -> assertThat(why).contains("no end"));

            StoreFixture.append(store, stated(CustodyEvent.CASE_REOPENED, file, "a", NOTHING));
            StoreFixture.append(store, stated(CustodyEvent.CASE_CLOSED, file, "a", NOTHING));
            StoreFixture.published(
                    store,
                    stated(
                            CustodyEvent.CASE_ARCHIVED,
                            file,
                            "a",
                            JsonObject.builder()
                                    .put("kept_until", "2056-01-01T00:00:00Z")
                                    .build()));
            assertThat(kept(store, film, Facts.NOW))
                    .hasValueSatisfying(why -> assertThat(why).contains("until 2056-01-01"));
            assertThat(kept(store, film, Instant.parse("2056-01-01T00:00:00Z"))).isEmpty();
        }
    }

    private static Optional<String> kept(CustodyStore store, RecordingId id, Instant now) throws Exception {
        return new CasesKeeping(store.ledger(), AgencyRules.NONE, InstantSource.fixed(now))
                .reason(store.ledger().find(id).orElseThrow());
    }

    /** A landing that the log has not taken yet is known by its note alone; who is told so may place a hold all the same. */
    @Test
    void whatIsStatedWhileARecordingWaitsHoldsOnceItIsReceived() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open()) {
            store.ledger().block(id, "a", "cam", 5, "the log is full");
            StoreFixture.append(store, Facts.plain(CustodyEvent.HELD, "h-1", id, "a"));
            StoreFixture.append(
                    store, labelled(id, JsonObject.builder().put("case", "K-1").build()));
            StoreFixture.published(store, classified(id, "privacy"));
            Recording waiting = store.ledger().find(id).orElseThrow();
            assertThat(waiting.state()).isEqualTo(RecordingState.BLOCKED);
            assertThat(waiting.reason()).contains("the log is full");
            assertThat(waiting.camera()).isEqualTo("cam");
            assertThat(waiting.size()).isEqualTo(5);
            assertThat(waiting.holds()).containsExactly("h-1");
            assertThat(waiting.labels()).containsEntry("case", "K-1");
            assertThat(waiting.secrecy()).containsExactly("privacy");

            StoreFixture.published(store, Facts.received(id, "a", "cam"));
            Recording received = store.ledger().find(id).orElseThrow();
            assertThat(received.state()).isEqualTo(RecordingState.LANDED);
            assertThat(received.holds()).containsExactly("h-1");
            assertThat(received.labels()).containsEntry("case", "K-1").containsEntry("officer", "officer of cam");
            assertThat(received.secrecy()).containsExactly("privacy");
            assertThat(ofCase(store.ledger(), "K-1")).containsExactly(id);
        }
        rebuiltAlike(fixture);
    }

    @Test
    void aClassThatIsLostIsTheHighestUntilSomebodySaysAnother() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId id = Facts.id();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(id, "a", "cam"));
            Sequenced lost = StoreFixture.published(store, classified(id, "privacy"));
            worm.objects.remove(ObjectKey.detail(id, lost.entry().detail()));
        }
        Rebuild.run(
                worm,
                fixture.settings,
                RebuildSettings.defaults().withChecks(RebuildSettings.Checks.LOG),
                fixture.signer,
                InstantSource.fixed(Facts.NOW),
                Facts.RANDOM,
                Progress.NONE);
        try (CustodyStore store = fixture.open()) {
            assertThat(store.ledger().find(id).orElseThrow().secrecy()).isEqualTo(SecrecyClasses.COMMON);
            StoreFixture.published(store, classified(id));
            assertThat(store.ledger().find(id).orElseThrow().secrecy()).isEmpty();
        }
    }

    static CustodyFact classified(RecordingId id, String... classes) {
        return stated(
                CustodyEvent.CLASSIFIED,
                id,
                "a",
                JsonObject.builder()
                        .put("classes", JsonArray.ofStrings(List.of(classes)))
                        .build());
    }

    private void rebuiltAlike(StoreFixture fixture) throws Exception {
        Map<String, String> before = StoreFixture.dump(directory.resolve("db"));
        Rebuild.run(
                worm, fixture.settings, fixture.signer, InstantSource.fixed(Facts.NOW), Facts.RANDOM, Progress.NONE);
        assertThat(StoreFixture.dump(directory.resolve("db"))).isEqualTo(before);
    }
}
