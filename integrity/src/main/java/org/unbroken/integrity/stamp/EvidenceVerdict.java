package org.unbroken.integrity.stamp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/**
 * What was checked of an evidence record.
 *
 * @param links each token, the oldest first; none when the record cannot be read
 * @param checks of the whole: {@code record} (it can be read), {@code current} (its newest token is good now)
 */
public record EvidenceVerdict(List<EvidenceLink> links, List<Check> checks) {
    public EvidenceVerdict {
        links = List.copyOf(links);
        checks = List.copyOf(checks);
    }

    public Outcome outcome() {
        List<Check> all = new ArrayList<>(checks);
        links.forEach(link -> all.addAll(link.allChecks()));
        if (all.stream().anyMatch(check -> check.outcome() == Outcome.FAILED)) {
            return Outcome.FAILED;
        }
        return all.stream().allMatch(check -> check.outcome() == Outcome.PASSED) ? Outcome.PASSED : Outcome.UNKNOWN;
    }

    /** When the data object was there, by the oldest token. To be believed if all checks passed. */
    public Optional<StampedTime> time() {
        return links.isEmpty() ? Optional.empty() : links.get(0).stamp().time();
    }

    /** What the newest token says; from its end on the record convinces nobody unless it is renewed before. */
    public Optional<StampedTime> newest() {
        return links.isEmpty()
                ? Optional.empty()
                : links.get(links.size() - 1).stamp().time();
    }

    /** Those that did not pass, each with its link, for a message; empty if all did. */
    public String problems() {
        List<String> all = new ArrayList<>();
        checks.forEach(check -> add(all, "", check));
        for (EvidenceLink link : links) {
            link.allChecks()
                    .forEach(check -> add(all, "time-stamp " + link.chain() + "." + link.place() + ": ", check));
        }
        return all.stream().collect(Collectors.joining("; "));
    }

    private static void add(List<String> all, String where, Check check) {
        if (check.outcome() != Outcome.PASSED) {
            all.add(where + check.name() + ": " + check.message());
        }
    }
}
