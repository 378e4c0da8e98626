package org.unbroken.storage.cases;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.unbroken.storage.keeping.OpenCases;
import org.unbroken.storage.ledger.Label;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.retention.Retained;

/**
 * What a case keeps: any recording that names one which is open, or which nobody opened here. Once it is closed or
 * archived, the agency's rulebook says for how long, by what is known of recording and case.
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
                ? Optional.empty()
                : rules.retained(
                                recording.agency(),
                                RecordedFacts.keeping(recording, ledger.custody(recording.id()), book.get(), of))
                        .flatMap(this::reason);
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
