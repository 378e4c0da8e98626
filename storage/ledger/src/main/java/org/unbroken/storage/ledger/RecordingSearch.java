package org.unbroken.storage.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.ledger.LedgerChanges.Standing;
import org.unbroken.storage.rocks.RocksReader;

/**
 * One page of an answer. Each filter is a cursor over ids; they leap over one another until all stand on the same id,
 * so a rare filter makes the common ones skip, and nothing is read that one filter alone could rule out.
 *
 * <p>The work for a page is bounded. A page that reaches the bound has fewer recordings than asked for, or none, and
 * still says where to go on: as a moment, and never by the id at which the work ended, which may be one that the asker is
 * not to know of.
 */
final class RecordingSearch {
    static final int MAX_STEPS = 50_000;
    /** An id begins with its time. */
    private static final int TIME_BYTES = 6;

    private final RocksReader database;
    private final RecordingQuery query;
    private final int maxSteps;
    private int steps;

    RecordingSearch(RocksReader database, RecordingQuery query, int maxSteps) {
        this.database = database;
        this.query = query;
        this.maxSteps = maxSteps;
    }

    Ledger.Page page() throws IOException {
        List<IdCursor> cursors = new ArrayList<>();
        try {
            open(cursors);
            return read(cursors);
        } finally {
            cursors.forEach(IdCursor::close);
        }
    }

    private void open(List<IdCursor> cursors) throws IOException {
        List<byte[]> prefixes = new ArrayList<>();
        query.caseNumber().ifPresent(number -> prefixes.add(LedgerIndex.caseNumber(number)));
        query.camera().ifPresent(camera -> prefixes.add(LedgerIndex.camera(camera)));
        query.state().ifPresent(state -> prefixes.add(LedgerIndex.state(state)));
        query.agency().ifPresent(agency -> prefixes.add(LedgerIndex.agency(agency)));
        boolean timed = query.from().isPresent() || query.to().isPresent();
        if (prefixes.isEmpty() && !timed) {
            prefixes.add(LedgerIndex.all());
        }
        for (byte[] prefix : prefixes) {
            cursors.add(new PrefixCursor(database, prefix));
        }
        if (timed) {
            cursors.add(new UnionCursor(database, CalendarCover.prefixes(query.from(), query.to())));
        }
    }

    private Ledger.Page read(List<IdCursor> cursors) throws IOException {
        List<Recording> found = new ArrayList<>();
        byte[] place = start();
        while (place != null) {
            byte[] id = meet(cursors, place);
            if (id == null) {
                return new Ledger.Page(found, Optional.empty());
            }
            if (isEnough(id)) {
                return new Ledger.Page(found, Optional.of(resume(found, id)));
            }
            Optional<Recording> recording = matching(RecordingKey.ofInverted(id));
            if (recording.isPresent()) {
                if (found.size() == query.limit()) {
                    return new Ledger.Page(
                            found, Optional.of(found.get(found.size() - 1).id()));
                }
                found.add(recording.get());
            }
            place = following(id);
        }
        return new Ledger.Page(found, Optional.empty());
    }

    /**
     * Enough work for a page that got on at least a little: one that did not would be asked for again for ever. A page that
     * goes on at a moment gets on only once it has left the moment at which it began.
     */
    private boolean isEnough(byte[] place) {
        byte[] start = start();
        return steps >= maxSteps
                && start != null
                && Arrays.compareUnsigned(place, 0, TIME_BYTES, start, 0, TIME_BYTES) > 0;
    }

    private byte @Nullable [] start() {
        return query.after().isPresent()
                ? following(RecordingKey.inverted(query.after().get()))
                : new byte[RecordingKey.LENGTH];
    }

    /** The next id at or after this place on which all cursors agree; or, at the bound of the work, where they got. */
    private byte @Nullable [] meet(List<IdCursor> cursors, byte[] place) throws IOException {
        byte[] candidate = place;
        int agreed = 0;
        for (int i = 0; agreed < cursors.size(); i = (i + 1) % cursors.size()) {
            steps++;
            byte[] head = cursors.get(i).seek(candidate);
            if (head == null) {
                return null;
            }
            agreed = Arrays.equals(head, candidate) ? agreed + 1 : 1;
            candidate = head;
            if (isEnough(candidate)) {
                return candidate;
            }
        }
        return candidate;
    }

    private Optional<Recording> matching(RecordingId id) throws IOException {
        steps++;
        Optional<LedgerRow> row = Standing.read(database, id).shown();
        if (row.isEmpty() || !matches(row.get())) {
            return Optional.empty();
        }
        Optional<JsonObject> analysis = LedgerChanges.analysis(database, id);
        return Optional.of(row.get().recording(id, analysis));
    }

    /** What the cursors let through too much: the ends of a span of time, and another case with the same short digest. */
    private boolean matches(LedgerRow row) {
        Instant time = row.shownTime();
        return query.from().filter(from -> time.isBefore(from)).isEmpty()
                && query.to().filter(to -> !time.isBefore(to)).isEmpty()
                && query.agency().filter(agency -> !agency.equals(row.agency())).isEmpty()
                && query.camera().filter(camera -> !camera.equals(row.camera())).isEmpty()
                && query.state().filter(state -> state != row.state()).isEmpty()
                && query.caseNumber()
                        .filter(number -> !row.caseNumber().equals(Optional.of(number)))
                        .isEmpty()
                && query.cleared()
                        .filter(classes -> !classes.containsAll(row.secrecy()))
                        .isEmpty();
    }

    private static byte @Nullable [] following(byte[] inverted) {
        byte[] next = inverted.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return next;
            }
        }
        return null;
    }

    /** The last one found where it is of the place's moment, so that nothing comes twice; else that whole moment again. */
    private static RecordingId resume(List<Recording> found, byte[] place) {
        RecordingId stopped = RecordingKey.ofInverted(place);
        if (!found.isEmpty() && found.get(found.size() - 1).id().time().equals(stopped.time())) {
            return found.get(found.size() - 1).id();
        }
        return RecordingId.newestAt(stopped.time());
    }
}
