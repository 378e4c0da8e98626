package org.unbroken.ingest.console.api;

import java.time.InstantSource;
import org.unbroken.ingest.console.ConsoleEnds;
import org.unbroken.storage.cases.Cases;

/** All that serves what people state about footage and its cases, put together. */
public final class CaseRoom {
    private final StatementsApi statements;
    private final ExplanationsApi explanations;
    private final CasesApi cases;
    private final CaseChecks checks;

    public CaseRoom(VisibleRecordings recordings, CustodyEntries entries, ConsoleEnds ends, InstantSource clock) {
        Statement statement = new Statement(clock, ends.random());
        Cases kept = new Cases(ends.ledger());
        this.checks = new CaseChecks(recordings, kept, ends.rules());
        this.explanations = new ExplanationsApi(kept, entries, statement, ends.rules());
        this.statements = new StatementsApi(recordings, entries, statement, explanations);
        this.cases = new CasesApi(recordings, kept, entries, statement, ends.rules(), checks);
    }

    public StatementsApi statements() {
        return statements;
    }

    public ExplanationsApi explanations() {
        return explanations;
    }

    public CasesApi cases() {
        return cases;
    }

    public CaseChecks checks() {
        return checks;
    }
}
