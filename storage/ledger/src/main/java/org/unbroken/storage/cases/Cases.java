package org.unbroken.storage.cases;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.ledger.Filed;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;

/** The cases and the explanations that there are, as the log tells of them. */
public final class Cases {
    /** A number that so many cases had is none. */
    private static final int MOST_OF_A_NUMBER = 100;

    private static final int MOST_EXPLANATIONS = 1_000;

    private final Ledger ledger;

    public Cases(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Empty for an id under which no case was opened, a recording's included. */
    public Optional<CaseFile> find(RecordingId id) throws IOException {
        return CaseFile.of(id, ledger.custody(id));
    }

    /** Those that have this number now, newest first. There is one at most, unless two were opened at one moment. */
    public List<CaseFile> numbered(String agency, String number) throws IOException {
        List<CaseFile> found = new ArrayList<>();
        for (RecordingId id : ledger.filedUnder(Filed.CASE, agency, number, MOST_OF_A_NUMBER)) {
            find(id).filter(file -> file.number().equals(Optional.of(number))).ifPresent(found::add);
        }
        return found;
    }

    /** Those that a recording belongs to; none where it has no such label, or its case is not opened here. */
    public List<CaseFile> of(Recording recording) throws IOException {
        String number = recording.labels().getOrDefault(Label.CASE.wire(), "");
        return number.isBlank() ? List.of() : numbered(recording.agency(), number);
    }

    /**
     * Of a list, newest first.
     *
     * @param next what to give as {@code after} for the next page; empty on the last
     */
    public record Page<T>(List<T> items, Optional<RecordingId> next) {
        public Page {
            items = List.copyOf(items);
        }

        private static <T> Page<T> of(List<T> items, List<RecordingId> ids, int limit) {
            return new Page<>(items, ids.size() < limit ? Optional.empty() : Optional.of(ids.get(ids.size() - 1)));
        }
    }

    public Page<CaseFile> page(Optional<String> agency, Optional<RecordingId> after, int limit) throws IOException {
        List<RecordingId> ids = ledger.filed(Filed.CASE, agency, after, limit);
        List<CaseFile> found = new ArrayList<>();
        for (RecordingId id : ids) {
            find(id).ifPresent(found::add);
        }
        return Page.of(found, ids, limit);
    }

    /** Explanations that are of no recording. */
    public Page<Explanation> explanations(Optional<String> agency, Optional<RecordingId> after, int limit)
            throws IOException {
        List<RecordingId> ids = ledger.filed(Filed.EXPLANATION, agency, after, limit);
        return Page.of(read(ids), ids, limit);
    }

    /** Those of them that name this case. */
    public List<Explanation> explanations(String agency, String number) throws IOException {
        return read(ledger.filedUnder(Filed.EXPLANATION, agency, number, MOST_EXPLANATIONS));
    }

    private List<Explanation> read(List<RecordingId> ids) throws IOException {
        List<Explanation> found = new ArrayList<>();
        for (RecordingId id : ids) {
            found.addAll(Explanation.in(ledger.custody(id)));
        }
        return found;
    }
}
