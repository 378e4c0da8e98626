package org.unbroken.storage.rules;

import java.util.List;
import java.util.Optional;

/**
 * A rule's value in one rulebook, and what it rests on.
 *
 * @param articles such as {@code 12(5)}; none where nothing in the text touches it
 * @param wording quoted from those articles
 * @param assumption present where the text is silent: what is assumed
 * @param note how the text was read, where it can be read in two ways
 */
public record RuleSetting<T>(
        Rule<T> rule,
        T value,
        List<String> articles,
        List<String> wording,
        Optional<Said> assumption,
        Optional<Said> note) {
    public RuleSetting {
        articles = List.copyOf(articles);
        wording = List.copyOf(wording);
    }

    /** Whether the regulation does not decide it. */
    public boolean silent() {
        return assumption.isPresent();
    }

    public String wordingText() {
        return String.join(" … ", wording);
    }

    public String articlesText() {
        return String.join(", ", articles);
    }
}
