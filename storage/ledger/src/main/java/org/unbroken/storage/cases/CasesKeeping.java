package org.unbroken.storage.cases;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.retention.Retained;

/**
 * What a case keeps: any recording that names one which is open, or which nobody opened here. Once it is closed or
 * archived, the agency's rulebook says for how long, by what is known of recording and case; without one, its file does.
 */
public final class CasesKeeping implements OpenCases {
    private final Ledger ledger;
    private final Cases cases;
    private final AgencyRules rules;
    private final InstantSource clock;

    public CasesKeeping(Ledger ledger, AgencyRules rules, InstantSource clock) {
        this.ledger = ledger;
        this.cases = new Cases(ledger);
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Optional<String> keeping(Recording recording) throws IOException {
        return reason(recording).map(why -> recording.labels().getOrDefault(Label.CASE.wire(), ""));
    }

    @Override
    public Optional<String> reason(Recording recording) throws IOException {
        if (recording.labels().getOrDefault(Label.CASE.wire(), "").isBlank()) {
            return Optional.empty();
        }
        List<CaseFile> of = cases.of(recording);
        if (of.isEmpty()) {
            return Optional.of("is in a case that nobody opened here, and that may not be closed");
        }
        if (of.stream().anyMatch(file -> file.state() == CaseState.OPEN)) {
            return Optional.of("is in a case that is not closed");
        }
        Optional<Rulebook> book = rules.of(recording.agency());
        return book.isEmpty()
                ? reason(of)
                : rules.retained(
                                recording.agency(),
                                RecordedFacts.keeping(recording, ledger.custody(recording.id()), book.get(), of))
                        .flatMap(this::reason);
    }

    /**
     * A case's names and parties stay until its file's own time is over and none of its footage is there; a request's as
     * long as any footage that it opened, since the register tells of it; an explanation's as long as its case's.
     */
    @Override
    public Optional<String> filedReason(RecordingId id, String agency) throws IOException {
        List<CustodyRecord> custody = ledger.custody(id);
        if (custody.isEmpty() || !custody.get(0).entry().agency().equals(agency)) {
            return Optional.of("there is no such recording, case, request or explanation of this agency");
        }
        Optional<CaseFile> file = CaseFile.of(id, custody);
        if (file.isPresent()) {
            return kept(file.get());
        }
        Optional<AccessRequest> request = AccessRequest.of(id, custody, rules);
        if (request.isPresent()) {
            return kept(request.get());
        }
        Optional<Explanation> explanation = Explanation.in(custody).stream().findFirst();
        return explanation.isPresent()
                ? kept(explanation.get())
                : Optional.of("is no recording, case, request or explanation, or was disposed of already");
    }

    private Optional<String> kept(CaseFile file) throws IOException {
        if (file.state() == CaseState.DISPOSED) {
            return Optional.of("was disposed of already");
        }
        if (file.state() != CaseState.ARCHIVED) {
            return Optional.of("is a case that is " + file.state().wire() + ", not archived");
        }
        if (file.keptUntil().isEmpty()) {
            return Optional.of("is a case of which nobody said until when its file is kept");
        }
        if (file.keptUntil().get().isAfter(clock.instant())) {
            return Optional.of(
                    "is a case whose file is kept until " + file.keptUntil().get());
        }
        return file.number().isPresent()
                        && hasFootage(file.agency(), file.number().get())
                ? Optional.of("is a case with footage that was not disposed of")
                : Optional.empty();
    }

    private Optional<String> kept(AccessRequest request) throws IOException {
        if (clock.instant().isBefore(request.ends())) {
            return Optional.of("is a request that has not ended");
        }
        for (RecordingId recording : request.terms().recordings()) {
            if (ledger.find(recording)
                    .filter(there -> there.state() != RecordingState.DISPOSED)
                    .isPresent()) {
                return Optional.of("is a request for footage that was not disposed of");
            }
        }
        return Optional.empty();
    }

    private Optional<String> kept(Explanation explanation) throws IOException {
        if (explanation.caseNumber().isEmpty()) {
            return Optional.empty();
        }
        String number = explanation.caseNumber().get();
        for (CaseFile file : cases.numbered(explanation.agency(), number)) {
            if (kept(file).isPresent()) {
                return Optional.of("is an explanation of a case that is kept");
            }
        }
        return hasFootage(explanation.agency(), number)
                ? Optional.of("is an explanation of a case with footage that was not disposed of")
                : Optional.empty();
    }

    /** What was disposed of has no labels any more. */
    private boolean hasFootage(String agency, String number) throws IOException {
        Optional<RecordingId> after = Optional.empty();
        do {
            Ledger.Page page = ledger.search(new RecordingQuery(
                    Optional.of(agency),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(number),
                    after,
                    1));
            if (!page.recordings().isEmpty()) {
                return true;
            }
            after = page.next();
        } while (after.isPresent());
        return false;
    }

    /** As long as each case's file that was made: one of which nobody said until when is kept with no end. */
    private Optional<String> reason(List<CaseFile> of) {
        List<CaseFile> archived =
                of.stream().filter(file -> file.state() == CaseState.ARCHIVED).toList();
        if (archived.stream().anyMatch(file -> file.keptUntil().isEmpty())) {
            return Optional.of("is in a case whose file is kept, and no end of that is on record");
        }
        return CaseFile.keptUntil(archived)
                .filter(clock.instant()::isBefore)
                .map(until -> "is in a case whose file is kept until " + until);
    }

    private Optional<String> reason(Retained retained) {
        if (retained.ended(clock.instant())) {
            return Optional.empty();
        }
        String of = retained.longest().of().wire();
        return Optional.of(
                retained.open()
                        ? "is kept by the rulebook (" + of + "), and no end of that is on record"
                        : "is kept by the rulebook (" + of + ") until " + retained.until());
    }
}
