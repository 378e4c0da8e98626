package org.unbroken.integrity.stamp;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * One token of an evidence record, and what was checked of it.
 *
 * @param chain from 0
 * @param place in its chain, from 0
 * @param checks of how it hangs together with the others: {@code covers} (its hash tree leads from what it is to vouch
 *     for to what it stamped), {@code in-time} (it was made while the one before it was good)
 * @param stamp the checks of the token itself
 */
public record EvidenceLink(int chain, int place, Kind kind, List<Check> checks, TimeStampVerdict stamp) {
    /** For what it was made. */
    public enum Kind {
        INITIAL,
        RENEWED_BY_STAMP,
        RENEWED_BY_HASH_TREE
    }

    public EvidenceLink {
        checks = List.copyOf(checks);
    }

    public boolean isGood() {
        return allChecks().stream().allMatch(check -> check.outcome() == Outcome.PASSED);
    }

    public List<Check> allChecks() {
        List<Check> all = new ArrayList<>(checks);
        all.addAll(stamp.checks());
        return all;
    }
}
