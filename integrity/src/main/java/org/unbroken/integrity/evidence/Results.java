package org.unbroken.integrity.evidence;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.verify.Check;
import org.unbroken.integrity.verify.Outcome;

/** Collects the results on one subject. A check that looks at many things fails once for each thing that is wrong. */
final class Results {
    /** More failures of one kind than this are counted and not listed: a report is to be read. */
    private static final int MOST_LISTED = 100;

    private final String subject;
    private final List<BundleReport.Result> all = new ArrayList<>();

    Results(String subject) {
        this.subject = subject;
    }

    List<BundleReport.Result> all() {
        return List.copyOf(all);
    }

    void add(Check check) {
        all.add(new BundleReport.Result(subject, check));
    }

    void addAll(List<Check> checks) {
        checks.forEach(this::add);
    }

    void passed(String name, String message) {
        add(new Check(name, Outcome.PASSED, message));
    }

    void failed(String name, String message) {
        add(new Check(name, Outcome.FAILED, message));
    }

    void unknown(String name, String message) {
        add(new Check(name, Outcome.UNKNOWN, message));
    }

    /** One line where all is well, else one for each trouble. */
    void each(String name, List<String> troubles, String ifNone) {
        if (troubles.isEmpty()) {
            passed(name, ifNone);
        }
        troubles.stream().limit(MOST_LISTED).forEach(trouble -> failed(name, trouble));
        if (troubles.size() > MOST_LISTED) {
            failed(name, "and " + (troubles.size() - MOST_LISTED) + " more");
        }
    }
}
