package org.unbroken.storage.custody;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.integrity.custody.Entry;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.Families;
import org.unbroken.storage.ledger.RecordingKey;
import org.unbroken.storage.ledger.RocksLedger;
import org.unbroken.storage.rocks.Keys;
import org.unbroken.storage.rocks.RocksReader;
import org.unbroken.storage.rocks.Scan;

/**
 * What may follow what: no disposal while a hold is open, none past a statement that whoever disposes has not seen, and
 * nothing after a disposal. Held to here, where facts get their order and nowhere else: whoever placed a hold, reopened a
 * case or labelled a recording, and whoever disposes, may each have looked before, and only one of them comes first. Sees
 * what is sequenced, published or not.
 */
final class DisposalOrder {
    /** In a disposal's detail: how many entries there were when its recording was found to be free to go. */
    static final String SEEN = "log_size";
    /** In the disposal's detail of a case, a request or an explanation. */
    private static final String FILED = "filed";

    private final RocksReader database;
    /** Of this batch, not in the database yet. */
    private final Map<RecordingId, List<Change>> made = new HashMap<>();

    private final Statements statementsMade = new Statements();
    /** From that entry on, in the database. */
    private final Map<Long, Statements> statementsSince = new HashMap<>();

    DisposalOrder(RocksReader database) {
        this.database = database;
    }

    private record Change(CustodyEvent event, String key) {}

    /** By agency: about its cases, and about what footage is in them. */
    private static final class Statements {
        private final Map<String, CaseNumbers> cases = new HashMap<>();
        private final Map<String, CaseNumbers> footage = new HashMap<>();

        void ofCase(String agency, CaseNumbers numbers) {
            cases.merge(agency, numbers.ofCase(), CaseNumbers::and);
        }

        void ofFootage(String agency, CaseNumbers numbers) {
            footage.merge(agency, numbers, CaseNumbers::and);
        }

        boolean changedCase(String agency, CaseNumbers of) {
            return of.mayMeet(cases.getOrDefault(agency, CaseNumbers.NONE));
        }

        boolean putFootageInto(String agency, CaseNumbers of) {
            return of.mayMeet(footage.getOrDefault(agency, CaseNumbers.NONE));
        }
    }

    /** Throws {@link IllegalArgumentException} for a fact that comes too late or too early. */
    void check(CustodyFact fact) throws IOException {
        if (Sequencer.happensOnce(fact.event()) && fact.event() != CustodyEvent.DISPOSED) {
            return;
        }
        List<Change> changes = made.getOrDefault(fact.recording(), List.of());
        byte[] disposal = LogRecords.factKey(fact.recording(), CustodyEvent.DISPOSED.wire(), "");
        boolean disposed = changes.stream().anyMatch(change -> change.event() == CustodyEvent.DISPOSED);
        if (disposed || LogRecords.factIndex(database, disposal).isPresent()) {
            throw new IllegalArgumentException("recording " + fact.recording() + " was disposed of: nothing more is"
                    + " entered about it, and no \"" + fact.event().wire() + "\"");
        }
        if (fact.event() == CustodyEvent.DISPOSED) {
            Set<String> open = openHolds(fact.recording(), changes);
            if (!open.isEmpty()) {
                throw new IllegalArgumentException(
                        "recording " + fact.recording() + " is under legal hold: " + String.join(", ", open));
            }
            checkNothingUnseen(fact, changes);
        }
    }

    /** What is published since it was looked at, and what is on its way: neither was in the ledger then. */
    private void checkNothingUnseen(CustodyFact fact, List<Change> changes) throws IOException {
        long published = RocksLedger.publishedSize(database);
        long seen = fact.detail()
                .findInteger(SEEN)
                .map(size -> Math.max(0, Math.min(size, published)))
                .orElse(published);
        if (changes.stream().anyMatch(change -> bearsOnDisposal(change.event()))
                || isStatedSince(fact.recording(), seen)) {
            throw new TooSoonException(
                    "recording " + fact.recording() + " had something stated about it since it was found free to go");
        }
        CaseNumbers cases = numbers(fact.recording());
        if (statementsMade.changedCase(fact.agency(), cases)
                || statementsSince(seen).changedCase(fact.agency(), cases)) {
            throw new TooSoonException("a case that recording " + fact.recording()
                    + " may be in changed since the recording was found free to go");
        }
        // A case's own details stay as long as any footage is in it.
        if (fact.detail().findInteger(FILED).isPresent()
                && (statementsMade.putFootageInto(fact.agency(), cases)
                        || statementsSince(seen).putFootageInto(fact.agency(), cases))) {
            throw new TooSoonException(
                    "footage may have come into the case of " + fact.recording() + " since that was found free to go");
        }
    }

    private boolean isStatedSince(RecordingId id, long seen) throws IOException {
        byte[] prefix = RecordingKey.of(id);
        try (Scan scan =
                database.scan(Families.CUSTODY, Keys.join(prefix, Keys.ofLong(seen)), Keys.afterPrefix(prefix))) {
            while (scan.next()) {
                Optional<CustodyEvent> event =
                        CustodyEvent.ofWire(entry(scan.key(), prefix.length).event());
                if (event.filter(DisposalOrder::bearsOnDisposal).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Statements statementsSince(long seen) throws IOException {
        Statements known = statementsSince.get(seen);
        if (known != null) {
            return known;
        }
        Statements since = new Statements();
        try (Scan scan = database.scan(Families.ENTRIES, Keys.ofLong(seen), new byte[0])) {
            while (scan.next()) {
                Entry entry = Entry.parse(scan.value());
                if (entry.isOfCase()) {
                    since.ofCase(entry.agency(), numbers(new RecordingId(entry.recording())));
                } else if (entry.is(CustodyEvent.RECEIVED) || entry.is(CustodyEvent.LABELLED)) {
                    since.ofFootage(entry.agency(), numbers(entry, scan.key()));
                }
            }
        }
        statementsSince.put(seen, since);
        return since;
    }

    /** Of all that was ever sequenced about it: an id has few entries. */
    private CaseNumbers numbers(RecordingId id) throws IOException {
        CaseNumbers numbers = CaseNumbers.NONE;
        byte[] prefix = RecordingKey.of(id);
        try (Scan scan = database.scan(Families.CUSTODY, prefix, Keys.afterPrefix(prefix))) {
            while (scan.next()) {
                numbers = numbers.and(numbers(entry(scan.key(), prefix.length), index(scan.key(), prefix.length)));
            }
        }
        return numbers;
    }

    private CaseNumbers numbers(Entry entry, byte[] index) throws IOException {
        Optional<CustodyEvent> event = CustodyEvent.ofWire(entry.event());
        return event.isEmpty()
                ? CaseNumbers.NONE
                : CaseNumbers.in(
                        event.get(), database.get(Families.DETAILS, index).map(JsonObject::parse));
    }

    /** Of those about the recording itself. Holds are not among them: those that are open are counted, not looked up. */
    private static boolean bearsOnDisposal(CustodyEvent event) {
        return switch (event) {
            case LABELLED, LONG_TERM, RETAINED, CLASSIFIED, REPORTED, EXPLAINED -> true;
            case HELD, RELEASED, LONG_TERM_WITHDRAWN, REVIEWED -> false;
            case RECEIVED, SEALED, QUARANTINED, INSPECTED, DISPOSED -> false;
            case VIEWED, VERIFIED, EXPORTED, DAMAGED, RESTORED -> false;
            // Under ids of their own; cases are looked for by their numbers.
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED -> false;
            case DISPOSAL_REQUESTED, DISPOSAL_APPROVED, DISPOSAL_ORDERED, DISPOSAL_DONE -> false;
            case SAMPLE_REQUESTED, SAMPLE_DRAWN -> false;
            case CAMERA_ISSUED, CAMERA_RETURNED, CAMERA_CHECKED, CAMERA_LENT, CAMERA_LOST -> false;
            case ACCESS_REQUESTED, ACCESS_APPROVED, ACCESS_REFUSED -> false;
        };
    }

    void add(CustodyFact fact, String key) throws IOException {
        CaseNumbers named = CaseNumbers.in(fact.event(), Optional.of(fact.detail()));
        switch (fact.event()) {
            case CASE_OPENED, CASE_CHANGED, CASE_CLOSED, CASE_REOPENED, CASE_ARCHIVED ->
                statementsMade.ofCase(fact.agency(), named.and(numbers(fact.recording())));
            default -> {
                if (fact.event() == CustodyEvent.RECEIVED || fact.event() == CustodyEvent.LABELLED) {
                    statementsMade.ofFootage(fact.agency(), named);
                }
                made.computeIfAbsent(fact.recording(), id -> new ArrayList<>()).add(new Change(fact.event(), key));
            }
        }
    }

    private Set<String> openHolds(RecordingId id, List<Change> changes) throws IOException {
        Set<String> open = new HashSet<>();
        byte[] prefix = RecordingKey.of(id);
        try (Scan scan = database.scan(Families.CUSTODY, prefix, Keys.afterPrefix(prefix))) {
            while (scan.next()) {
                Entry entry = entry(scan.key(), prefix.length);
                Optional<String> key = database.get(Families.DETAILS, index(scan.key(), prefix.length))
                        .map(JsonObject::parse)
                        .flatMap(detail -> detail.findString("key"));
                if (entry.is(CustodyEvent.HELD)) {
                    open.add(key.orElse("one whose detail is lost"));
                } else if (entry.is(CustodyEvent.RELEASED)) {
                    key.ifPresent(open::remove);
                }
            }
        }
        for (Change change : changes) {
            if (change.event() == CustodyEvent.HELD) {
                open.add(change.key());
            } else if (change.event() == CustodyEvent.RELEASED) {
                open.remove(change.key());
            }
        }
        return open;
    }

    private Entry entry(byte[] custodyKey, int prefix) throws IOException {
        return Entry.parse(database.get(Families.ENTRIES, index(custodyKey, prefix))
                .orElseThrow(() -> new IOException("the database has no entry that it names")));
    }

    private static byte[] index(byte[] custodyKey, int prefix) {
        return Arrays.copyOfRange(custodyKey, prefix, custodyKey.length);
    }
}
