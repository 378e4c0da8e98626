package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.storage.rules.Said;

/**
 * One duty of one recording, as a regulation has it.
 *
 * @param due the last moment; empty where there is none, or not yet
 * @param done when it was done
 * @param assumed present where the text does not say when it is due: what is assumed
 * @param basis what it was counted from
 * @param missing labels that are asked for and not there
 * @param reasonWanted whether somebody has yet to say why it is late
 * @param problem why it cannot be computed
 */
public record Deadline(
        Duty duty,
        DutyState state,
        Optional<Instant> due,
        Optional<Instant> done,
        List<String> articles,
        List<String> wording,
        Optional<Said> assumed,
        Optional<Basis> basis,
        Optional<UploadException> exception,
        List<String> missing,
        boolean reasonWanted,
        Optional<Said> problem) {
    public Deadline {
        articles = List.copyOf(articles);
        wording = List.copyOf(wording);
        missing = List.copyOf(missing);
    }
}
