package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.cases.RecordedFacts;
import org.unbroken.storage.keeping.KeepingRules;
import org.unbroken.storage.keeping.LongTermMarks;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
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
        RetentionFacts facts = RecordedFacts.keeping(recording, book.get(), new Cases(ledger).of(recording));
        Set<String> pulled = triggers(recording, book.get());
        pulled.addAll(facts.triggers());
        return rules.retained(recording.agency(), facts.with(pulled));
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

    /** One whose detail is lost may have been any of them. */
    private Set<String> triggers(Recording recording, Rulebook book) throws IOException {
        Set<String> pulled =
                new HashSet<>(LongTermMarks.of(ledger.custody(recording.id())).values());
        if (pulled.remove(LongTermMarks.UNKNOWN)) {
            pulled.addAll(book.value(Rules.RETENTION_TRIGGERS));
        }
        return pulled;
    }
}
