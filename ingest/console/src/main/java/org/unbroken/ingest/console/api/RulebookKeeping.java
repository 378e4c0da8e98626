package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.Optional;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.cases.RecordedFacts;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.retention.Retained;
import org.unbroken.storage.rules.retention.RetentionFacts;

/**
 * What the rulebooks want, of what the ledger has. The API shows it, the sweeper applies it and a disposal asks it: one
 * and the same.
 */
public record RulebookKeeping(Ledger ledger, AgencyRules rules) implements KeepingRules {

    /** Empty for an agency without a rulebook, and for what was disposed of. */
    public Optional<Retained> retained(Recording recording) throws IOException {
        Optional<Rulebook> book = rules.of(recording.agency());
        if (book.isEmpty() || recording.state() == RecordingState.DISPOSED) {
            return Optional.empty();
        }
        RetentionFacts facts = RecordedFacts.keeping(
                recording, ledger.custody(recording.id()), book.get(), new Cases(ledger).of(recording));
        return rules.retained(recording.agency(), facts);
    }

    @Override
    public Optional<Wanted> wanted(Recording recording) throws IOException {
        return retained(recording)
                .map(kept -> new Wanted(
                        kept.until(),
                        kept.open(),
                        kept.reasons().stream()
                                .map(reason -> reason.of().wire())
                                .toList(),
                        rules.of(recording.agency())
                                .map(book -> book.id() + " " + book.version())
                                .orElse("")));
    }
}
