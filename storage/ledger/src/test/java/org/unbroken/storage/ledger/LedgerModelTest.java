package org.unbroken.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.custody.EntryBuilder;
import org.unbroken.integrity.digest.Sha256;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.rocks.Batch;
import org.unbroken.storage.rocks.Durability;
import org.unbroken.storage.rocks.RocksDatabase;

/** The indexed ledger answers as a list that is read from one end to the other would. */
class LedgerModelTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private static final class Plain implements LedgerDatabase {
        private final RocksDatabase database;

        Plain(RocksDatabase database) {
            this.database = database;
        }

        @Override
        public RocksDatabase reader() {
            return database;
        }

        @Override
        public RocksDatabase healthy() {
            return database;
        }

        @Override
        public void write(RocksDatabase basis, Batch batch) throws IOException {
            database.write(batch, Durability.UNSYNCED);
        }
    }

    @Property(tries = 20)
    void answersAsAListWould(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("ledger");
        try (RocksDatabase database = RocksDatabase.open(directory.resolve("db"), Families.ALL)) {
            RocksLedger ledger = new RocksLedger(new Plain(database), InstantSource.fixed(START));
            Map<RecordingId, Recording> model = fill(random, database, ledger);
            for (int i = 0; i < 40; i++) {
                RecordingQuery query = query(random);
                List<RecordingId> expected = model.values().stream()
                        .filter(recording -> matches(query, recording))
                        .map(Recording::id)
                        .sorted(Comparator.reverseOrder())
                        .toList();
                assertThat(all(ledger, query, RecordingSearch.MAX_STEPS))
                        .as("%s", query)
                        .isEqualTo(expected);
                assertThat(all(ledger, query, 3))
                        .as("in small steps: %s", query)
                        .isEqualTo(expected);
            }
            Map<RecordingState, Long> counts = ledger.counts();
            for (RecordingState state : RecordingState.values()) {
                assertThat(counts)
                        .containsEntry(
                                state,
                                model.values().stream()
                                        .filter(recording -> recording.state() == state)
                                        .count());
            }
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Map<RecordingId, Recording> fill(Random random, RocksDatabase database, RocksLedger ledger)
            throws IOException {
        java.security.SecureRandom ids = new java.security.SecureRandom();
        Map<RecordingId, Recording> model = new HashMap<>();
        List<RecordingId> known = new ArrayList<>();
        long index = 0;
        for (int i = 0; i < 120; i++) {
            if (known.isEmpty() || random.nextInt(3) > 0) {
                known.add(
                        RecordingId.generate(InstantSource.fixed(START.plusSeconds(random.nextInt(40_000_000))), ids));
            }
            RecordingId id = known.get(random.nextInt(known.size()));
            if (random.nextInt(6) == 0) {
                ledger.block(id, agency(random), camera(random), 5, "waits");
            } else {
                Batch batch = new Batch();
                LedgerChanges changes = new LedgerChanges(database, batch);
                changes.apply(event(random, index++, id));
                changes.finish();
                database.write(batch, Durability.UNSYNCED);
            }
            ledger.find(id).ifPresent(recording -> model.put(id, recording));
        }
        return model;
    }

    private static String agency(Random random) {
        return "a" + random.nextInt(3);
    }

    private static String camera(Random random) {
        return "cam" + random.nextInt(4);
    }

    private static LedgerEvent event(Random random, long index, RecordingId id) {
        CustodyEvent[] kinds = {
            CustodyEvent.RECEIVED,
            CustodyEvent.RECEIVED,
            CustodyEvent.SEALED,
            CustodyEvent.QUARANTINED,
            CustodyEvent.VIEWED,
            CustodyEvent.DISPOSED
        };
        CustodyEvent kind = kinds[random.nextInt(kinds.length)];
        EntryBuilder entry = Entry.builder(kind, id, agency(random), START, "test", Sha256.ZERO);
        switch (kind) {
            case RECEIVED -> entry.received(random.nextInt(1000), Sha256.ZERO);
            case SEALED -> entry.sealed(Sha256.ZERO).camera(Sha256.ZERO, 1, Sha256.ZERO);
            case QUARANTINED -> entry.camera(Sha256.ZERO, 1, Sha256.ZERO);
            default -> {}
        }
        JsonObject.Builder detail = JsonObject.builder().put("camera", camera(random));
        if (random.nextBoolean()) {
            detail.put("case", "case " + random.nextInt(4));
        }
        if (random.nextBoolean()) {
            Instant recorded = START.plus(Duration.ofMinutes(random.nextInt(1_500_000) - 700_000));
            detail.put("recorded_start", Timestamps.format(recorded));
        }
        return new LedgerEvent(index, entry.build(), Optional.of(detail.build()), Optional.empty(), Optional.empty());
    }

    private static RecordingQuery query(Random random) {
        Optional<Instant> from = Optional.empty();
        Optional<Instant> to = Optional.empty();
        if (random.nextInt(3) == 0) {
            from = Optional.of(START.plus(Duration.ofMinutes(random.nextInt(1_500_000) - 700_000)));
        }
        if (random.nextInt(3) == 0) {
            to = Optional.of(START.plus(Duration.ofMinutes(random.nextInt(1_500_000) - 700_000)));
        }
        return new RecordingQuery(
                maybe(random, agency(random)),
                maybe(random, camera(random)),
                from,
                to,
                maybe(random, List.of(RecordingState.values()).get(random.nextInt(5))),
                maybe(random, "case " + random.nextInt(4)),
                Optional.empty(),
                1 + random.nextInt(20));
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
    }

    private static boolean matches(RecordingQuery query, Recording recording) {
        Instant time = recording.recordedStart().orElse(recording.receivedAt());
        return query.agency().map(recording.agency()::equals).orElse(true)
                && query.camera().map(recording.camera()::equals).orElse(true)
                && query.state().map(state -> state == recording.state()).orElse(true)
                && query.caseNumber()
                        .map(number -> number.equals(recording.labels().get("case")))
                        .orElse(true)
                && query.from().map(from -> !time.isBefore(from)).orElse(true)
                && query.to().map(time::isBefore).orElse(true);
    }

    private static List<RecordingId> all(RocksLedger ledger, RecordingQuery query, int maxSteps) throws IOException {
        List<RecordingId> found = new ArrayList<>();
        Optional<RecordingId> after = Optional.empty();
        for (int page = 0; page < 100_000; page++) {
            Ledger.Page answer = ledger.search(
                    new RecordingQuery(
                            query.agency(),
                            query.camera(),
                            query.from(),
                            query.to(),
                            query.state(),
                            query.caseNumber(),
                            after,
                            query.limit()),
                    maxSteps);
            assertThat(answer.recordings()).hasSizeLessThanOrEqualTo(query.limit());
            answer.recordings().forEach(recording -> found.add(recording.id()));
            if (answer.next().isEmpty()) {
                return found;
            }
            assertThat(answer.next()).as("progress").isNotEqualTo(after);
            after = answer.next();
        }
        throw new AssertionError("no end of pages: " + query);
    }
}
