package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Term;

/**
 * The exception that a rulebook knows from its upload deadline.
 *
 * @param applied whether it was claimed and what was stated suffices
 * @param within the term that it gives, counted from {@code from}
 * @param when the circumstances that it is for
 * @param lacking what has yet to be stated for it to apply
 * @param until when the upload is due by it, if it applies
 */
public record UploadException(
        boolean applied,
        Term within,
        CountedFrom from,
        Set<String> when,
        List<Said> lacking,
        Optional<Instant> until,
        List<String> articles,
        List<String> wording) {
    public UploadException {
        when = Set.copyOf(when);
        lacking = List.copyOf(lacking);
        articles = List.copyOf(articles);
        wording = List.copyOf(wording);
    }
}
