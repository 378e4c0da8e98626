package org.unbroken.storage.rules.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Said;

/**
 * One thing for which a recording is kept.
 *
 * @param until empty: no end is known, a person has to say
 */
public record RetentionReason(
        RetentionClass of,
        Optional<Instant> until,
        List<String> articles,
        List<String> wording,
        Optional<Said> assumed) {
    public RetentionReason {
        articles = List.copyOf(articles);
        wording = List.copyOf(wording);
    }

    static RetentionReason by(RetentionClass of, Optional<Instant> until, RuleSetting<?> setting) {
        return new RetentionReason(of, until, setting.articles(), setting.wording(), setting.assumption());
    }
}
