package org.unbroken.storage.rules.deadline;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Term;
import org.unbroken.storage.rules.Vocabulary;
import org.unbroken.storage.rules.calendar.Counting;
import org.unbroken.storage.rules.calendar.UnknownYearException;
import org.unbroken.storage.rules.calendar.WorkingCalendar;

/** What a rulebook wants done by when, for one recording. */
public final class Deadlines {
    private final Rulebook book;
    private final Counting counting;
    private final RecordingFacts facts;
    private final Moments moments;
    private final Instant now;

    private Deadlines(Rulebook book, Counting counting, RecordingFacts facts, Instant now) {
        this.book = book;
        this.counting = counting;
        this.facts = facts;
        this.moments = new Moments(facts);
        this.now = now;
    }

    /** Upload and labels always; what concerns a case or a fixed camera where there is one. */
    public static List<Deadline> of(
            Rulebook book, WorkingCalendar calendar, ZoneId zone, RecordingFacts facts, Instant now) {
        return new Deadlines(book, Counting.of(book, zone, calendar), facts, now).all();
    }

    private List<Deadline> all() {
        List<Deadline> all = new ArrayList<>();
        Deadline upload = upload();
        all.add(upload);
        all.add(labels(upload));
        all.addAll(ofCase());
        return List.copyOf(all);
    }

    /** What a case has to have by when, whatever footage it has. */
    public static List<Deadline> ofCase(
            Rulebook book, WorkingCalendar calendar, ZoneId zone, CaseFacts facts, boolean fixedCamera, Instant now) {
        RecordingFacts none = RecordingFacts.recorded(Optional.empty()).inCase(facts);
        return new Deadlines(book, Counting.of(book, zone, calendar), fixedCamera ? none.byFixedCamera() : none, now)
                .ofCase();
    }

    private List<Deadline> ofCase() {
        List<Deadline> all = new ArrayList<>();
        all.add(plain(
                Duty.CASE_FILE,
                Rules.CASE_FILE_FROM,
                Rules.CASE_FILE_WITHIN,
                facts.caseFacts().filed()));
        if (facts.fixedCamera()) {
            all.add(plain(
                    Duty.FIXED_CAMERA_FILE,
                    Rules.FIXED_CAMERAS_FILE_FROM,
                    Rules.FIXED_CAMERAS_FILE_WITHIN,
                    facts.caseFacts().filed()));
        }
        if (facts.caseFacts().started().isPresent()) {
            RuleSetting<Term> within = book.setting(Rules.CASE_APPROVED_WITHIN);
            all.add(counted(
                    Duty.CASE_APPROVAL,
                    CountedFrom.START,
                    within.value(),
                    List.of(within),
                    facts.caseFacts().approved()));
        }
        return List.copyOf(all);
    }

    private Deadline upload() {
        Deadline main = plain(Duty.UPLOAD, Rules.UPLOAD_FROM, Rules.UPLOAD_WITHIN, facts.stored());
        if (book.value(Rules.UPLOAD_EXCEPTION_WHEN).isEmpty() || main.state() == DutyState.NONE) {
            return main;
        }
        try {
            UploadException exception = exception(main);
            Optional<Instant> due = exception.applied() ? exception.until() : main.due();
            DutyState state = state(due, main.done());
            return new Deadline(
                    main.duty(),
                    state,
                    due,
                    main.done(),
                    main.articles(),
                    main.wording(),
                    main.assumed(),
                    main.basis(),
                    Optional.of(exception),
                    List.of(),
                    reasonWanted(state),
                    main.problem());
        } catch (UnknownYearException e) {
            return unknown(main, e);
        }
    }

    private UploadException exception(Deadline main) {
        RuleSetting<Set<String>> when = book.setting(Rules.UPLOAD_EXCEPTION_WHEN);
        RuleSetting<Term> within = book.setting(Rules.UPLOAD_EXCEPTION_WITHIN);
        CountedFrom from = CountedFrom.of(book.value(Rules.UPLOAD_EXCEPTION_FROM));
        Optional<ExceptionClaim> claim = facts.claim();
        List<Said> lacking = new ArrayList<>();
        // A text that says no more than "special cases" takes any: it asks for a reason, and nothing for who judges it.
        boolean any = when.value().contains("special");
        List<String> listed = List.copyOf(new TreeSet<>(when.value()));
        if (!any
                && claim.filter(stated -> when.value().contains(stated.circumstance()))
                        .isEmpty()) {
            lacking.add(new Said(
                    "须属下列情形之一：" + Vocabulary.in(Language.ZH, listed),
                    "one of the circumstances: " + Vocabulary.in(Language.EN, listed)));
        }
        RuleSetting<Boolean> unable = book.setting(Rules.UPLOAD_EXCEPTION_UNABLE);
        if (unable.value() && claim.filter(ExceptionClaim::unable).isEmpty()) {
            lacking.add(new Said("须说明确实无法按时移交", "a statement that handing over in time was truly impossible"));
        }
        if (claim.filter(stated -> !stated.reason().isBlank()).isEmpty()) {
            lacking.add(new Said("须写明事由", "the reason"));
        }
        RuleSetting<List<String>> approver = book.setting(Rules.UPLOAD_EXCEPTION_APPROVER);
        if (!approver.value().isEmpty()
                && claim.flatMap(ExceptionClaim::approvedBy).isEmpty()) {
            lacking.add(new Said(
                    "须经批准：" + Vocabulary.in(Language.ZH, approver.value()),
                    "approval by: " + Vocabulary.in(Language.EN, approver.value())));
        }
        if (from == CountedFrom.RETURN && facts.returned().isEmpty()) {
            lacking.add(new Said("须登记返回单位的时间", "when they were back at the unit"));
        }
        Optional<Instant> until = moments.find(from)
                .flatMap(basis -> counting.end(within.value(), basis.at()))
                // An exception gives time and takes none.
                .map(end -> main.due().filter(end::isBefore).orElse(end));
        return new UploadException(
                lacking.isEmpty(),
                within.value(),
                from,
                when.value(),
                lacking,
                until,
                articles(List.of(when, unable, within)),
                wording(List.of(when, unable, within)));
    }

    private Deadline labels(Deadline upload) {
        RuleSetting<String> from = book.setting(Rules.LABELS_FROM);
        Set<String> missing = new TreeSet<>(book.value(Rules.LABELS_REQUIRED));
        missing.removeAll(facts.labels());
        Optional<Instant> done = missing.isEmpty() ? facts.labelled() : Optional.empty();
        RuleSetting<Term> within = book.setting(Rules.LABELS_WITHIN);
        RuleSetting<Set<String>> required = book.setting(Rules.LABELS_REQUIRED);
        Deadline deadline;
        if (from.value().equals(CountedFrom.UPLOAD_DUE.wire())) {
            Optional<Basis> basis = upload.due().map(due -> Basis.told(CountedFrom.UPLOAD_DUE, due));
            deadline = at(Duty.LABEL, basis, upload.due(), List.of(within, required), done);
        } else {
            deadline = from.value().equals("none")
                    ? none(Duty.LABEL, from)
                    : counted(
                            Duty.LABEL,
                            CountedFrom.of(from.value()),
                            within.value(),
                            List.of(from, within, required),
                            done);
        }
        return new Deadline(
                deadline.duty(),
                deadline.state(),
                deadline.due(),
                deadline.done(),
                deadline.articles(),
                deadline.wording(),
                deadline.assumed(),
                deadline.basis(),
                Optional.empty(),
                List.copyOf(missing),
                false,
                deadline.problem());
    }

    private Deadline plain(Duty duty, Rule<String> from, Rule<Term> within, Optional<Instant> done) {
        RuleSetting<String> counted = book.setting(from);
        return counted.value().equals("none")
                ? none(duty, counted)
                : counted(
                        duty,
                        CountedFrom.of(counted.value()),
                        book.value(within),
                        List.of(counted, book.setting(within)),
                        done);
    }

    private Deadline counted(
            Duty duty, CountedFrom from, Term within, List<RuleSetting<?>> settings, Optional<Instant> done) {
        if (within == Term.Word.NONE) {
            return none(duty, settings.get(0));
        }
        Optional<Basis> basis = moments.find(from);
        try {
            return at(duty, basis, basis.flatMap(start -> counting.end(within, start.at())), settings, done);
        } catch (UnknownYearException e) {
            return unknown(at(duty, basis, Optional.empty(), settings, done), e);
        }
    }

    private Deadline at(
            Duty duty,
            Optional<Basis> basis,
            Optional<Instant> due,
            List<RuleSetting<?>> settings,
            Optional<Instant> done) {
        DutyState state = state(due, done);
        return new Deadline(
                duty,
                state,
                due,
                done,
                articles(settings),
                wording(settings),
                settings.stream()
                        .flatMap(setting -> setting.assumption().stream())
                        .findFirst(),
                basis,
                Optional.empty(),
                List.of(),
                duty == Duty.UPLOAD && reasonWanted(state),
                Optional.empty());
    }

    private DutyState state(Optional<Instant> due, Optional<Instant> done) {
        if (due.isEmpty()) {
            return done.isPresent() ? DutyState.DONE : DutyState.WAITING;
        }
        Instant last = due.get();
        return done.map(at -> at.isAfter(last) ? DutyState.LATE : DutyState.DONE)
                .orElseGet(() -> now.isAfter(last) ? DutyState.OVERDUE : DutyState.DUE);
    }

    private boolean reasonWanted(DutyState state) {
        return state == DutyState.LATE
                && book.value(Rules.UPLOAD_LATE_REASON)
                && !facts.lateExplained()
                && facts.claim().filter(stated -> !stated.reason().isBlank()).isEmpty();
    }

    private static Deadline none(Duty duty, RuleSetting<?> setting) {
        return new Deadline(
                duty,
                DutyState.NONE,
                Optional.empty(),
                Optional.empty(),
                setting.articles(),
                setting.wording(),
                setting.assumption(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty());
    }

    private static Deadline unknown(Deadline of, UnknownYearException e) {
        return new Deadline(
                of.duty(),
                DutyState.UNKNOWN,
                Optional.empty(),
                of.done(),
                of.articles(),
                of.wording(),
                of.assumed(),
                of.basis(),
                of.exception(),
                of.missing(),
                false,
                Optional.of(e.said()));
    }

    private static List<String> articles(List<RuleSetting<?>> settings) {
        return distinct(settings.stream().flatMap(setting -> setting.articles().stream()));
    }

    private static List<String> wording(List<RuleSetting<?>> settings) {
        return distinct(settings.stream().flatMap(setting -> setting.wording().stream()));
    }

    private static List<String> distinct(Stream<String> words) {
        return words.distinct().toList();
    }
}
