package org.unbroken.storage.rules;

import java.util.List;
import java.util.Set;

/** What settings must agree on with each other, for the rules that computation rests on. */
final class Agreement {
    private final ProblemList problems;

    Agreement(ProblemList problems) {
        this.problems = problems;
    }

    void check(Rulebook book) {
        both(book, Rules.UPLOAD_FROM, Rules.UPLOAD_WITHIN);
        both(book, Rules.UPLOAD_EXCEPTION_FROM, Rules.UPLOAD_EXCEPTION_WITHIN);
        both(book, Rules.LABELS_FROM, Rules.LABELS_WITHIN);
        both(book, Rules.CASE_FILE_FROM, Rules.CASE_FILE_WITHIN);
        both(book, Rules.FIXED_CAMERAS_FILE_FROM, Rules.FIXED_CAMERAS_FILE_WITHIN);
        if (book.value(Rules.UPLOAD_EXCEPTION_WHEN).isEmpty() != isNone(book.value(Rules.UPLOAD_EXCEPTION_WITHIN))) {
            disagree(Rules.UPLOAD_EXCEPTION_WHEN, Rules.UPLOAD_EXCEPTION_WITHIN);
        }
        // Steps are told one by one, so each is quoted.
        for (Rule<Set<String>> steps : List.of(Rules.STEPS_MUST, Rules.STEPS_MUST_NOT)) {
            RuleSetting<Set<String>> setting = book.setting(steps);
            if (!setting.silent() && setting.wording().size() < setting.value().size()) {
                problems.add(
                        "/settings/" + steps.name() + "/wording",
                        new Said("每一步骤都须引原文", "each step is quoted"),
                        new Said("按相同次序各写一段", "give one wording for each, in the same order"));
            }
        }
    }

    private void both(Rulebook book, Rule<String> from, Rule<Term> within) {
        if (book.value(from).equals("none") != isNone(book.value(within))) {
            disagree(from, within);
        }
    }

    private void disagree(Rule<?> one, Rule<?> other) {
        problems.add(
                "/settings/" + other.name(),
                new Said("与 " + one.name() + " 不一致", "does not agree with " + one.name()),
                new Said("两者须同有同无", "either both are there or neither (none)"));
    }

    private static boolean isNone(Term term) {
        return term == Term.Word.NONE;
    }
}
