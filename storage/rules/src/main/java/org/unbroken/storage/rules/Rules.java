package org.unbroken.storage.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unbroken.storage.rules.type.ChainType;
import org.unbroken.storage.rules.type.CountType;
import org.unbroken.storage.rules.type.FlagType;
import org.unbroken.storage.rules.type.OneOfType;
import org.unbroken.storage.rules.type.RuleType;
import org.unbroken.storage.rules.type.TermType;
import org.unbroken.storage.rules.type.TextType;
import org.unbroken.storage.rules.type.WordsType;

/**
 * All that a rulebook settles, in the order of docs/REGULATIONS.md. A rulebook has every one of these, quoted from its
 * text or as a stated assumption.
 */
public final class Rules {
    private static final List<Rule<?>> ALL = new ArrayList<>();

    public static final Rule<Set<String>> STORAGE_PLACE = rule("storage.place", List.of(1), WordsType.unordered());
    public static final Rule<String> UPLOAD_FROM = rule(
            "upload.from",
            List.of(2),
            OneOfType.of("none", "recording", "day-end", "return")
                    .with("recording>day-end", "recording>return", "recording>none", "day-end>none", "return>none"));
    public static final Rule<Term> UPLOAD_WITHIN = rule("upload.within", List.of(2), TermType.deadline());
    public static final Rule<Set<String>> UPLOAD_EXCEPTION_WHEN = rule(
            "upload.exception.when",
            List.of(2),
            WordsType.fewer("special", "continuous", "away", "remote", "on-water", "hard-to-reach"));
    public static final Rule<Boolean> UPLOAD_EXCEPTION_UNABLE =
            rule("upload.exception.unable", List.of(2), new FlagType(true));
    public static final Rule<String> UPLOAD_EXCEPTION_FROM = rule(
            "upload.exception.from",
            List.of(2),
            OneOfType.of("none", "recording", "day-end", "return")
                    .with("recording>day-end", "recording>return", "none>recording", "none>day-end", "none>return"));
    public static final Rule<Term> UPLOAD_EXCEPTION_WITHIN =
            rule("upload.exception.within", List.of(2), TermType.exception());
    public static final Rule<List<String>> UPLOAD_EXCEPTION_APPROVER =
            rule("upload.exception.approver", List.of(2), new ChainType());
    public static final Rule<Boolean> UPLOAD_LATE_REASON = rule("upload.late-reason", List.of(2), new FlagType(true));
    public static final Rule<Set<String>> LABELS_REQUIRED = rule(
            "labels.required",
            List.of(3),
            WordsType.more("case", "party", "handler", "unit", "name", "category", "place", "content", "stage"));
    public static final Rule<String> LABELS_FROM = rule(
            "labels.from",
            List.of(3),
            OneOfType.of("none", "recording", "upload-due", "storage")
                    .with(
                            "recording>upload-due",
                            "recording>storage",
                            "recording>none",
                            "upload-due>none",
                            "storage>none"));
    public static final Rule<Term> LABELS_WITHIN = rule("labels.within", List.of(3), TermType.deadline());
    public static final Rule<Set<String>> LABELS_ARRANGED = rule("labels.arranged", List.of(3), WordsType.more());
    public static final Rule<String> CONTINUITY_SCOPE = rule(
            "continuity.scope",
            List.of(4),
            OneOfType.of("none", "patrol-checks", "main-steps", "listed-activities", "one-place", "whole")
                    .with(
                            "whole>one-place",
                            "whole>listed-activities",
                            "whole>main-steps",
                            "whole>patrol-checks",
                            "whole>none",
                            "one-place>none",
                            "listed-activities>none",
                            "main-steps>none",
                            "patrol-checks>none"));
    public static final Rule<Set<String>> CONTINUITY_FORBIDDEN = rule(
            "continuity.forbidden",
            List.of(4),
            WordsType.more("interruption", "selection", "make-up", "insertion", "cutting", "editing"));
    public static final Rule<Set<String>> CONTINUITY_EXCUSED = rule(
            "continuity.excused",
            List.of(4, 5),
            WordsType.fewer("device-fault", "damage", "weather", "battery", "space", "obstruction", "place-change"));
    public static final Rule<Boolean> INTERRUPTION_SPOKEN = rule("interruption.spoken", List.of(5), new FlagType(true));
    public static final Rule<Set<String>> INTERRUPTION_UNABLE =
            rule("interruption.unable", List.of(5), WordsType.more("report-at-once", "in-writing"));
    public static final Rule<List<String>> INTERRUPTION_REPORT_TO =
            rule("interruption.report-to", List.of(5), new ChainType());
    public static final Rule<String> SPAN_SCOPE = rule(
            "span.scope",
            List.of(6),
            OneOfType.of("none", "patrol-checks", "on-site")
                    .with("on-site>patrol-checks", "on-site>none", "patrol-checks>none"));
    public static final Rule<String> SPAN_START = rule(
            "span.start",
            List.of(6),
            OneOfType.of("none", "arrival", "front-shot").with("arrival>none", "front-shot>none"));
    public static final Rule<String> SPAN_END = rule(
            "span.end",
            List.of(6),
            OneOfType.of("none", "activity-end", "departure", "front-shot")
                    .with("departure>activity-end", "departure>none", "activity-end>none", "front-shot>none"));
    public static final Rule<Boolean> PAPERS_TIMES_AGREE = rule("papers.times-agree", List.of(7), new FlagType(true));
    public static final Rule<Set<String>> DEVICE_CHECKS =
            rule("device.checks", List.of(8), WordsType.more("battery", "space", "fault", "clock"));
    public static final Rule<Set<String>> ORIGINALS_FORBIDDEN = rule(
            "originals.forbidden", List.of(9), WordsType.more("destroy", "delete", "cut", "alter", "edit", "forge"));
    public static final Rule<Set<String>> PRIVATE_FORBIDDEN =
            rule("private.forbidden", List.of(10), WordsType.more("keep", "copy", "use", "spread"));
    public static final Rule<Term> RETENTION_PLAIN =
            rule("retention.plain", List.of(11), TermType.keeping(Term.Word.OPEN));
    public static final Rule<Term> RETENTION_PATROL = add(new Rule<>(
            "retention.patrol",
            List.of(11),
            TermType.keeping(Term.Word.NONE, Term.Word.OPEN),
            Optional.of(RETENTION_PLAIN)));
    public static final Rule<String> RETENTION_ARCHIVE_RULES = rule(
            "retention.archive-rules",
            List.of(11),
            OneOfType.of("none", "case-files", "all").with("all>case-files", "all>none", "case-files>none"));
    public static final Rule<String> RETENTION_FROM = rule(
            "retention.from", List.of(11), OneOfType.of("recording", "storage").with("storage>recording"));
    public static final Rule<String> RETENTION_EVIDENCE = rule(
            "retention.evidence",
            List.of(12),
            OneOfType.of("as-plain", "as-case-file").with("as-case-file>as-plain"));
    public static final Rule<String> RETENTION_EVIDENCE_CASES = rule(
            "retention.evidence.cases",
            List.of(12),
            OneOfType.of("general-procedure-penalty", "all").with("all>general-procedure-penalty"));
    public static final Rule<Set<String>> RETENTION_TRIGGERS = rule(
            "retention.triggers",
            List.of(13),
            WordsType.more(
                    "coercive-measure",
                    "dispute",
                    "refusal",
                    "obstruction",
                    "abuse",
                    "evasion",
                    "mass-incident",
                    "other"));
    public static final Rule<Term> RETENTION_LONG_TERM =
            rule("retention.long-term", List.of(13), TermType.keeping(Term.Word.OPEN));
    public static final Rule<Boolean> COMPLAINT_COLLECT_AT_ONCE =
            rule("complaint.collect-at-once", List.of(13), new FlagType(true));
    public static final Rule<Set<String>> LONG_TERM_MEDIA = rule("long-term.media", List.of(14), WordsType.unordered());
    public static final Rule<Set<String>> EVIDENCE_COPY = rule("evidence.copy", List.of(14), WordsType.unordered());
    public static final Rule<Boolean> EVIDENCE_NOTE = rule("evidence.note", List.of(15), new FlagType(true));
    public static final Rule<Set<String>> EVIDENCE_NOTE_FIELDS = rule(
            "evidence.note.fields",
            List.of(3, 15),
            WordsType.more("maker", "taker", "taken-at", "taken-where", "extractor", "extracted-at"));
    public static final Rule<Set<String>> FIXED_CAMERAS_WHERE =
            rule("fixed-cameras.where", List.of(16), WordsType.more());
    public static final Rule<Boolean> FIXED_CAMERAS_REQUIRED =
            rule("fixed-cameras.required", List.of(16), new FlagType(true));
    public static final Rule<Term> FIXED_CAMERAS_SAVE_EVERY =
            rule("fixed-cameras.save-every", List.of(16), TermType.interval());
    public static final Rule<Boolean> FIXED_CAMERAS_DATED =
            rule("fixed-cameras.dated", List.of(16), new FlagType(true));
    public static final Rule<Term> FIXED_CAMERAS_RETENTION = add(new Rule<>(
            "fixed-cameras.retention",
            List.of(16),
            TermType.keeping(Term.Word.NONE, Term.Word.OPEN),
            Optional.of(RETENTION_PLAIN)));
    public static final Rule<String> FIXED_CAMERAS_FILE_FROM = rule(
            "fixed-cameras.file-from",
            List.of(16),
            OneOfType.of("none", "decision", "act-end", "closing")
                    .with("decision>none", "act-end>none", "closing>none", "decision>act-end", "decision>closing"));
    public static final Rule<Term> FIXED_CAMERAS_FILE_WITHIN =
            rule("fixed-cameras.file-within", List.of(16), TermType.deadline());
    public static final Rule<Boolean> BACKUP_OFF_SITE = rule("backup.off-site", List.of(17), new FlagType(true));
    public static final Rule<Term> BACKUP_EVERY = rule("backup.every", List.of(17), TermType.interval());
    public static final Rule<List<String>> APPROVAL_VIEW = rule("approval.view", List.of(18), new ChainType());
    public static final Rule<List<String>> APPROVAL_COPY = rule("approval.copy", List.of(18), new ChainType());
    public static final Rule<List<String>> APPROVAL_PARTY_COPY =
            rule("approval.party-copy", List.of(18), new ChainType());
    public static final Rule<List<String>> APPROVAL_RELEASE =
            rule("approval.release", List.of(18, 20), new ChainType());
    public static final Rule<Boolean> APPROVAL_CONFIDENTIAL_EXCEPTED =
            rule("approval.confidential-excepted", List.of(18), new FlagType(true));
    public static final Rule<Set<String>> APPROVAL_FORM =
            rule("approval.form", List.of(18, 19), WordsType.more("view", "copy", "party-copy", "release"));
    public static final Rule<List<String>> APPROVAL_DONE_BY = rule("approval.done-by", List.of(18), new ChainType());
    public static final Rule<Boolean> APPROVAL_NEED_STATED =
            rule("approval.need-stated", List.of(18), new FlagType(true));
    public static final Rule<Boolean> APPROVAL_DISCLOSURE_RULES =
            rule("approval.disclosure-rules", List.of(18), new FlagType(true));
    /** Who looks without asking, and is entered in the log all the same. */
    public static final Rule<Set<String>> APPROVAL_FREE =
            rule("approval.free", List.of(18), WordsType.fewer("keeper", "auditor"));

    public static final Rule<Set<String>> REGISTER_FIELDS =
            rule("register.fields", List.of(19), WordsType.more("viewer", "copier", "approver", "time", "reason"));
    public static final Rule<Boolean> REGISTER_FIRST = rule("register.first", List.of(19), new FlagType(true));
    public static final Rule<Boolean> RELEASE_APPROVAL_ONLY =
            rule("release.approval-only", List.of(20), new FlagType(true));
    public static final Rule<Boolean> RELEASE_EVIDENCE_EXCEPTED =
            rule("release.evidence-excepted", List.of(20), new FlagType(false));
    public static final Rule<Set<String>> SECRECY_CLASSES = rule("secrecy.classes", List.of(21), WordsType.more());
    public static final Rule<Set<String>> SECRECY_NOT_RECORDED =
            rule("secrecy.not-recorded", List.of(21, 23), WordsType.unordered());
    public static final Rule<String> CASE_FILE_FROM = rule(
            "case-file.from",
            List.of(22),
            OneOfType.of("none", "decision", "act-end", "closing")
                    .with("decision>none", "act-end>none", "closing>none", "decision>act-end", "decision>closing"));
    public static final Rule<Term> CASE_FILE_WITHIN = rule("case-file.within", List.of(22), TermType.deadline());
    public static final Rule<Set<String>> CASE_FILE_HOLDS =
            rule("case-file.holds", List.of(22), WordsType.more("papers", "footage"));
    public static final Rule<Boolean> CASE_FILE_ARCHIVED = rule("case-file.archived", List.of(22), new FlagType(true));
    public static final Rule<Set<String>> STEPS_MUST = rule("steps.must", List.of(23), WordsType.more());
    public static final Rule<Set<String>> STEPS_MAY = rule("steps.may", List.of(23), WordsType.fewer());
    public static final Rule<Set<String>> STEPS_MUST_NOT = rule("steps.must-not", List.of(23), WordsType.unordered());
    public static final Rule<Set<String>> STEPS_NEED_NOT = rule("steps.need-not", List.of(23), WordsType.fewer());
    public static final Rule<Boolean> STEPS_OWN_LIST = rule("steps.own-list", List.of(23), new FlagType(true));
    public static final Rule<List<String>> OMISSION_EXPLAINED_TO =
            rule("omission.explained-to", List.of(23), new ChainType());
    public static final Rule<Integer> OFFICERS_LEAST = rule("officers.least", List.of(24), new CountType(100, true));
    public static final Rule<Integer> DEVICES_OFFICERS_EACH =
            rule("devices.officers-each", List.of(24), new CountType(100, false));
    public static final Rule<Boolean> CHECKS_REQUIRED = rule("checks.required", List.of(25), new FlagType(true));
    public static final Rule<Integer> CHECKS_SHARE_PERCENT =
            rule("checks.share-percent", List.of(25), new CountType(100, true));
    public static final Rule<Term> CHECKS_EVERY = rule("checks.every", List.of(25), TermType.interval());
    public static final Rule<Set<String>> FIGURES = rule("figures", List.of(26), WordsType.more());
    public static final Rule<Set<String>> OFFENCES = rule("offences", List.of(27), WordsType.more());
    public static final Rule<Set<String>> NOTICE_TO = rule("notice.to", List.of(28), WordsType.more());
    public static final Rule<String> NOTICE_PHRASE = rule("notice.phrase", List.of(28), TextType.phrase());
    public static final Rule<Set<String>> CONTENT_SHOWS = rule("content.shows", List.of(29), WordsType.more());
    public static final Rule<Set<String>> CONTENT_SPOKEN = rule("content.spoken", List.of(29), WordsType.more());
    public static final Rule<Boolean> KEEPER_NAMED = rule("keeper.named", List.of(30), new FlagType(true));
    public static final Rule<Set<String>> DEVICES_DUTIES = rule("devices.duties", List.of(31), WordsType.more());
    public static final Rule<Boolean> WORK_ONLY = rule("work-only", List.of(32), new FlagType(true));
    public static final Rule<Set<String>> MEDIA = rule("media", List.of(33), WordsType.more());
    public static final Rule<Term> CASE_APPROVED_WITHIN =
            rule("case.approved-within", List.of(34), TermType.exception());
    public static final Rule<Set<String>> PARTY_EVIDENCE = rule("party-evidence", List.of(35), WordsType.more());
    public static final Rule<String> COUNTING_ZONE = rule("counting.zone", List.of(2, 3, 22), TextType.zone());
    public static final Rule<String> COUNTING_FIRST_DAY = rule(
            "counting.first-day",
            List.of(2, 3, 22),
            OneOfType.of("not-counted", "counted").with("counted>not-counted"));
    public static final Rule<String> COUNTING_HOLIDAY = rule(
            "counting.holiday",
            List.of(2, 3, 22),
            OneOfType.of("stays", "rolls").with("stays>rolls"));
    public static final Rule<String> COUNTING_LAST_DAY =
            rule("counting.last-day", List.of(2, 3, 22), OneOfType.of("whole"));

    private Rules() {}

    public static List<Rule<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    public static Optional<Rule<?>> find(String name) {
        return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    private static <T> Rule<T> rule(String name, List<Integer> rows, RuleType<T> type) {
        return add(new Rule<>(name, rows, type, Optional.empty()));
    }

    private static <T> Rule<T> add(Rule<T> rule) {
        ALL.add(rule);
        return rule;
    }
}
