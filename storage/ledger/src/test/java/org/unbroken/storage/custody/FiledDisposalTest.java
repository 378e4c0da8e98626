package org.unbroken.storage.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.cases.CaseFile;
import org.unbroken.storage.cases.CaseState;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.cases.CasesKeeping;
import org.unbroken.storage.keeping.DisposalTask;
import org.unbroken.storage.keeping.Eligibility;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.ledger.Filed;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.requests.AccessFacts;
import org.unbroken.storage.requests.AccessTerms;
import org.unbroken.storage.requests.AccessUse;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.worm.ObjectKey;

/** Names and parties of cases, requests and explanations go when nothing needs them any more; their entries stay. */
class FiledDisposalTest {
    private static final Instant THEN = Facts.NOW.plusSeconds(86_400 * 900L);
    private static final Instant KEPT_UNTIL = Facts.NOW.plusSeconds(86_400 * 800L);

    @TempDir
    Path directory;

    private final MemoryWorm worm = new MemoryWorm();

    private static CustodyFact stated(CustodyEvent event, RecordingId id, JsonObject detail) {
        CustodyFact plain = Facts.plain(event, Facts.id().value(), id, "a");
        return new CustodyFact(
                event,
                plain.key(),
                id,
                "a",
                Optional.empty(),
                plain.at(),
                plain.actor(),
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static JsonObject json(String name, String value) {
        return JsonObject.builder().put(name, value).build();
    }

    private static OpenCases keeping(CustodyStore store, Instant now) {
        return new CasesKeeping(store.ledger(), AgencyRules.NONE, InstantSource.fixed(now));
    }

    private Optional<String> reason(CustodyStore store, RecordingId id, Instant now) throws Exception {
        return new Eligibility(store.ledger(), worm, keeping(store, now), InstantSource.fixed(now))
                .reasonToKeep(id, "a");
    }

    private void dispose(CustodyStore store, RecordingId... ids) throws Exception {
        Batches.ordered(store, worm, THEN, false, ids);
        new DisposalTask(
                        store.log(),
                        store.ledger(),
                        worm,
                        keeping(store, THEN),
                        recordings -> {},
                        InstantSource.fixed(THEN))
                .attend(SignedNote.parse(store.log().checkpoint().orElseThrow()));
    }

    private List<String> objects(RecordingId id) throws Exception {
        try (Stream<ObjectKey> keys = worm.list(ObjectKey.recordingPrefix(id))) {
            return keys.map(ObjectKey::value).toList();
        }
    }

    @Test
    void aCasesDetailsGoAfterItsFootageAndItsOwnTime() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId film = Facts.id();
        RecordingId file = Facts.id();
        RecordingId request = Facts.id();
        RecordingId why = Facts.id();
        try (CustodyStore store = fixture.open()) {
            StoreFixture.append(store, Facts.received(film, "a", "cam", json("case", "K-1")));
            StoreFixture.append(store, Facts.sealed(worm, film, "a", "cam"));
            StoreFixture.append(
                    store,
                    stated(
                            CustodyEvent.CASE_OPENED,
                            file,
                            JsonObject.builder()
                                    .put(
                                            "case",
                                            json("number", "K-1")
                                                    .with()
                                                    .put("parties", JsonArray.ofStrings(List.of("张三")))
                                                    .build())
                                    .build()));
            AccessTerms terms = new AccessTerms(
                    AccessUse.PARTY_COPY,
                    Set.of(film),
                    Optional.of("张三"),
                    Optional.empty(),
                    "李四",
                    "申请",
                    KEPT_UNTIL,
                    List.of(),
                    Optional.empty());
            StoreFixture.append(store, AccessFacts.requested(request, "a", Facts.NOW, "t-1", terms.json("custodian")));
            StoreFixture.published(
                    store,
                    stated(
                            CustodyEvent.EXPLAINED,
                            why,
                            json("kind", "not-made")
                                    .with()
                                    .put("case", "K-1")
                                    .put("reason", "张三拒绝")
                                    .build()));
            assertThat(reason(store, file, THEN))
                    .hasValueSatisfying(
                            said -> assertThat(said).contains("not archived").doesNotContain("K-1", "张三"));
            assertThat(reason(store, why, THEN)).isPresent();

            StoreFixture.append(store, stated(CustodyEvent.CASE_CLOSED, file, json("reason", "r")));
            StoreFixture.published(
                    store, stated(CustodyEvent.CASE_ARCHIVED, file, json("kept_until", Timestamps.format(KEPT_UNTIL))));
            assertThat(reason(store, file, KEPT_UNTIL.minusSeconds(1)))
                    .hasValueSatisfying(said -> assertThat(said).contains("kept until"));
            assertThat(reason(store, file, THEN))
                    .hasValueSatisfying(said -> assertThat(said).contains("footage that was not disposed of"));
            assertThat(reason(store, request, THEN))
                    .hasValueSatisfying(said -> assertThat(said).contains("footage"));
            assertThat(new Eligibility(store.ledger(), worm, keeping(store, THEN), InstantSource.fixed(THEN))
                            .reasonToKeep(file, "b"))
                    .as("another agency's")
                    .isPresent();

            dispose(store, film);
            assertThat(store.ledger().find(film).orElseThrow().state()).isEqualTo(RecordingState.DISPOSED);
            var counted = store.ledger().counts();
            int entries = store.ledger().custody(file).size();
            dispose(store, file, request, why);

            for (RecordingId gone : List.of(file, request, why)) {
                assertThat(objects(gone)).as("the disposal's own detail").hasSize(1);
                assertThat(store.ledger().custody(gone).stream()
                                .filter(record -> record.detail().isPresent()))
                        .hasSize(1);
                assertThat(store.log().receipt(gone)).isEmpty();
                assertThat(reason(store, gone, THEN))
                        .hasValueSatisfying(said -> assertThat(said).contains("already"));
            }
            assertThat(store.ledger().custody(file)).hasSize(entries + 1);
            CaseFile erased = new Cases(store.ledger()).find(file).orElseThrow();
            assertThat(erased.state()).isEqualTo(CaseState.DISPOSED);
            assertThat(erased.number()).isEmpty();
            assertThat(erased.members()).isEmpty();
            assertThat(store.ledger().filedUnder(Filed.CASE, "a", "K-1", 9))
                    .as("not even by its number's digest")
                    .isEmpty();
            assertThat(store.ledger().filedUnder(Filed.EXPLANATION, "a", "K-1", 9))
                    .isEmpty();
            assertThat(store.ledger().requestsFor(film, 9)).isEmpty();
            assertThat(store.ledger().filed(Filed.CASE, Optional.of("a"), Optional.empty(), 9))
                    .containsExactly(file);
            assertThat((Object) store.ledger().counts()).as("no recordings").isEqualTo(counted);
            assertThat(store.ledger().walk(Optional.empty(), 9))
                    .extracting(walked -> walked.id())
                    .containsExactly(film);
            assertThat(store.ledger()
                            .search(new RecordingQuery(
                                    Optional.of("a"),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    9))
                            .recordings())
                    .hasSize(1);
        }
        assertThat(Audit.run(worm, List.of(fixture.signer.verifierKey()), false, Progress.NONE)
                        .findings())
                .isEmpty();
        Map<String, String> before = shown();
        RebuildReport report = Rebuild.run(
                worm, fixture.settings, fixture.signer, InstantSource.fixed(THEN), Facts.RANDOM, Progress.NONE);
        assertThat(report.findings()).isEmpty();
        assertThat(shown()).isEqualTo(before);
    }

    /** Before there was a longest approval, a request could be for longer: it opens nothing after that, and so keeps nothing. */
    @Test
    void aRequestGoesAfterItOpensNothingAnyMore() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        RecordingId film = Facts.id();
        RecordingId request = Facts.id();
        try (CustodyStore store = fixture.open()) {
            AccessTerms terms = new AccessTerms(
                    AccessUse.PARTY_COPY,
                    Set.of(film),
                    Optional.of("张三"),
                    Optional.empty(),
                    "李四",
                    "申请",
                    Instant.parse("2099-01-01T00:00:00Z"),
                    List.of(),
                    Optional.empty());
            StoreFixture.published(
                    store, AccessFacts.requested(request, "a", Facts.NOW, "t-1", terms.json("custodian")));
            Instant ends = Facts.NOW.plus(AgencyRules.NONE.longestApproval());
            assertThat(reason(store, request, ends.minusSeconds(1)))
                    .hasValueSatisfying(said -> assertThat(said).contains("has not ended"));
            assertThat(reason(store, request, THEN)).isEmpty();
        }
    }

    static CustodyFact opened(RecordingId id, String number) {
        return stated(
                CustodyEvent.CASE_OPENED,
                id,
                JsonObject.builder().put("case", json("number", number)).build());
    }

    /** After the last look at the case: footage that was there is put into it, or comes; or all of that into another. */
    @ParameterizedTest
    @CsvSource({
        "LABELLED, K-1, true",
        "LABELLED, K-1, false",
        "RECEIVED, K-1, true",
        "RECEIVED, K-1, false",
        "LABELLED, K-2, true",
        "RECEIVED, K-2, false"
    })
    void noCaseGoesPastFootageThatComesIntoIt(CustodyEvent event, String number, boolean published) throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("db"), worm);
        try (CustodyStore store =
                fixture.open(fixture.settings.withFlushInterval(published ? Duration.ZERO : Duration.ofMillis(150)))) {
            RecordingId film = Facts.id();
            RecordingId file = Facts.id();
            RecordingId why = Facts.id();
            if (event == CustodyEvent.LABELLED) {
                StoreFixture.append(store, Facts.received(film, "a", "cam", json("case", "K-3")));
            }
            StoreFixture.append(store, opened(file, "K-1"));
            StoreFixture.append(
                    store,
                    stated(
                            CustodyEvent.EXPLAINED,
                            why,
                            json("kind", "not-made")
                                    .with()
                                    .put("case", "K-1")
                                    .put("reason", "r")
                                    .build()));
            StoreFixture.append(store, stated(CustodyEvent.CASE_CLOSED, file, json("reason", "r")));
            StoreFixture.published(
                    store, stated(CustodyEvent.CASE_ARCHIVED, file, json("kept_until", Timestamps.format(KEPT_UNTIL))));
            CustodyFact late = event == CustodyEvent.LABELLED
                    ? stated(
                            event,
                            film,
                            JsonObject.builder()
                                    .put("labels", json("case", number))
                                    .build())
                    : Facts.received(film, "a", "cam", json("case", number));
            AtomicInteger looks = new AtomicInteger();
            OpenCases cases = new OpenCases() {
                @Override
                public Optional<String> keeping(Recording recording) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> filedReason(RecordingId id, String agency) throws IOException {
                    Optional<String> reason =
                            FiledDisposalTest.keeping(store, THEN).filedReason(id, agency);
                    // Each is looked at twice; at the last of that it is free to go, and then it comes.
                    if (looks.incrementAndGet() == 4) {
                        assertThat(reason).isEmpty();
                        state(store, late, published);
                    }
                    return reason;
                }
            };
            Batches.ordered(store, worm, THEN, true, file, why);
            new DisposalTask(store.log(), store.ledger(), worm, cases, recordings -> {}, InstantSource.fixed(THEN))
                    .attend(SignedNote.parse(store.log().checkpoint().orElseThrow()));

            boolean joins = number.equals("K-1");
            assertThat(looks).hasValueGreaterThanOrEqualTo(4);
            // The case's own disposal was sequenced before it came; the explanation's was not.
            assertThat(reason(store, why, THEN))
                    .hasValueSatisfying(said -> assertThat(said).contains(joins ? "not disposed of" : "already"));
        }
    }

    private static void state(CustodyStore store, CustodyFact fact, boolean published) throws IOException {
        try {
            if (published) {
                StoreFixture.published(store, fact);
            } else {
                StoreFixture.append(store, fact);
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** All but what a replay is known by: facts' keys and repeats are in details, and a rebuild has those no more. */
    private Map<String, String> shown() throws Exception {
        Map<String, String> all = new TreeMap<>(StoreFixture.dump(directory.resolve("db")));
        all.keySet().removeIf(key -> key.startsWith("facts ") || key.startsWith("repeats "));
        return all;
    }
}
