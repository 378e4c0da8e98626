package org.unbroken.storage.rules.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Term;
import org.unbroken.storage.rules.calendar.Counting;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/**
 * How long a rulebook wants a recording kept. Counted from the server's clock at its arrival, which is no earlier than the
 * recording: a camera's wrong clock moves nothing, forward or back.
 */
public final class Retention {
    private static final Said UNLABELLED =
            new Said("尚未标注：在标注之前不得销毁", "not labelled yet: it does not go before somebody has said what it is");
    private static final Said UNKNOWN_END =
            new Said("案卷或档案的保存期限尚未登记", "nobody has said yet how long the case file or the archive keeps it");

    private final Rulebook book;
    private final Counting counting;

    public Retention(Rulebook book, ZoneId zone, WorkingCalendar calendar) {
        this.book = book;
        this.counting = Counting.of(book, zone, calendar);
    }

    /** The floor at sealing, when nothing is known of it but that it is there. */
    public Instant first(Instant received) {
        return of(RetentionFacts.unlabelled(received)).until();
    }

    public Retained of(RetentionFacts facts) {
        List<RetentionReason> reasons = new ArrayList<>();
        reasons.add(ordinary(facts));
        if (!facts.labelled()) {
            reasons.add(new RetentionReason(
                    RetentionClass.UNLABELLED, Optional.empty(), List.of(), List.of(), Optional.of(UNLABELLED)));
        }
        archive(facts).ifPresent(reasons::add);
        evidence(facts).ifPresent(reasons::add);
        longTerm(facts).ifPresent(reasons::add);
        // A reason without an end still keeps the store's date where the others put it: that is lengthened in steps.
        Instant until = reasons.stream()
                .flatMap(reason -> reason.until().stream())
                .max(Instant::compareTo)
                .orElse(facts.received());
        return new Retained(
                until, reasons.stream().anyMatch(reason -> reason.until().isEmpty()), reasons);
    }

    private RetentionReason ordinary(RetentionFacts facts) {
        if (facts.fixedCamera()) {
            return counted(RetentionClass.FIXED_CAMERA, Rules.FIXED_CAMERAS_RETENTION, facts);
        }
        return facts.patrol()
                ? counted(RetentionClass.PATROL, Rules.RETENTION_PATROL, facts)
                : counted(RetentionClass.PLAIN, Rules.RETENTION_PLAIN, facts);
    }

    private RetentionReason counted(RetentionClass of, Rule<Term> rule, RetentionFacts facts) {
        RuleSetting<Term> setting = book.effective(rule);
        return RetentionReason.by(of, counting.end(setting.value(), facts.received()), setting);
    }

    /** A patrol's own term stands before the archive rules, unless the footage went into a case. */
    private Optional<RetentionReason> archive(RetentionFacts facts) {
        RuleSetting<String> rules = book.setting(Rules.RETENTION_ARCHIVE_RULES);
        boolean applies =
                switch (rules.value()) {
                    case "all" -> true;
                    case "case-files" -> facts.inCase();
                    default -> false;
                };
        return applies ? Optional.of(asCaseFile(RetentionClass.ARCHIVE, rules, facts)) : Optional.empty();
    }

    /**
     * H16 says so of general-procedure penalties alone. Evidence of a case that does not say of what procedure it is, or of
     * no case, is kept as long as theirs: nothing goes because a word is missing.
     */
    private Optional<RetentionReason> evidence(RetentionFacts facts) {
        RuleSetting<String> evidence = book.setting(Rules.RETENTION_EVIDENCE);
        boolean ofTheseCases = book.value(Rules.RETENTION_EVIDENCE_CASES).equals("all") || !facts.otherProcedure();
        return facts.evidence() && ofTheseCases && evidence.value().equals("as-case-file")
                ? Optional.of(asCaseFile(RetentionClass.EVIDENCE, evidence, facts))
                : Optional.empty();
    }

    private static RetentionReason asCaseFile(RetentionClass of, RuleSetting<?> setting, RetentionFacts facts) {
        return new RetentionReason(
                of,
                facts.caseFileUntil(),
                setting.articles(),
                setting.wording(),
                facts.caseFileUntil().isPresent() ? setting.assumption() : Optional.of(UNKNOWN_END));
    }

    private Optional<RetentionReason> longTerm(RetentionFacts facts) {
        RuleSetting<Set<String>> triggers = book.setting(Rules.RETENTION_TRIGGERS);
        Set<String> pulled = new TreeSet<>(facts.triggers());
        pulled.retainAll(triggers.value());
        Term term = book.value(Rules.RETENTION_LONG_TERM);
        return pulled.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        RetentionReason.by(RetentionClass.LONG_TERM, counting.end(term, facts.received()), triggers));
    }
}
