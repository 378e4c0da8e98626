package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Said;
import org.unbroken.storage.rules.Vocabulary;
import org.unbroken.storage.rules.deadline.Basis;
import org.unbroken.storage.rules.deadline.Deadline;
import org.unbroken.storage.rules.deadline.DutyState;
import org.unbroken.storage.rules.deadline.UploadException;
import org.unbroken.storage.rules.retention.Retained;

/** What the agency's rulebook wants done by when, with the words of the regulation. */
final class DeadlinesPanel {
    private DeadlinesPanel() {}

    static Markup of(List<Deadline> deadlines, Optional<Retained> keeping) {
        if (deadlines.isEmpty()) {
            return Markup.EMPTY;
        }
        Facts facts = new Facts();
        deadlines.forEach(deadline -> facts.add(
                deadline.duty().said().zh() + " " + deadline.duty().said().en(), one(deadline)));
        keeping.ifPresent(kept -> facts.add("保存 keeping", keeping(kept)));
        return Markup.of("<section class=\"panel\"><h2>Deadlines</h2>{}</section>", facts.markup());
    }

    private static Markup keeping(Retained kept) {
        return Markup.of(
                "at least until {} UTC{}{}",
                Words.time(kept.until()),
                kept.open() ? hint("and on, until somebody has said what is open below") : Markup.EMPTY,
                kept.reasons().stream()
                        .map(reason -> hint(reason.of().wire()
                                + (reason.articles().isEmpty()
                                        ? ""
                                        : ": 第" + String.join("、", reason.articles()) + "条 “"
                                                + String.join(" … ", reason.wording()) + "”")
                                + reason.assumed()
                                        .map(said -> " (" + said.en() + ")")
                                        .orElse("")))
                        .collect(Markup.joined()));
    }

    private static Markup one(Deadline deadline) {
        String state = deadline.state().wire();
        return Markup.of(
                "<span class=\"badge {}\">{}</span> {}{}{}{}{}{}{}",
                colour(deadline.state()),
                state,
                deadline.due().map(due -> Markup.of("{} UTC", Words.time(due))).orElse(Markup.EMPTY),
                deadline.articles().isEmpty()
                        ? Markup.EMPTY
                        : hint("第" + String.join("、", deadline.articles()) + "条 “"
                                + String.join(" … ", deadline.wording()) + "”"),
                deadline.assumed()
                        .map(said -> hint("条文未写 assumed: " + said.en()))
                        .orElse(Markup.EMPTY),
                deadline.basis().map(DeadlinesPanel::basis).orElse(Markup.EMPTY),
                deadline.missing().isEmpty()
                        ? Markup.EMPTY
                        : hint("缺 missing: " + Vocabulary.in(Language.ZH, deadline.missing()) + " ("
                                + Vocabulary.in(Language.EN, deadline.missing()) + ")"),
                deadline.exception()
                        .filter(exception -> deadline.state() == DutyState.LATE || exception.applied())
                        .map(DeadlinesPanel::exception)
                        .orElse(Markup.EMPTY),
                deadline.problem().map(said -> hint(said.en())).orElse(Markup.EMPTY));
    }

    private static Markup basis(Basis basis) {
        return hint("counted from " + basis.from().said().en()
                + basis.assumed().map(said -> "; " + said.en()).orElse(""));
    }

    private static Markup exception(UploadException exception) {
        String wording = "“" + String.join(" … ", exception.wording()) + "”";
        return exception.applied()
                ? hint("by the exception " + wording)
                : hint("the exception " + wording + " would need: "
                        + exception.lacking().stream().map(Said::en).collect(Collectors.joining("; ")));
    }

    private static String colour(DutyState state) {
        return switch (state) {
            case OVERDUE, LATE -> "blocked";
            case DUE, UNKNOWN -> "landed";
            case DONE -> "sealed";
            case NONE, WAITING -> "disposed";
        };
    }

    private static Markup hint(String text) {
        return Markup.of("<p class=\"hint\">{}</p>", text);
    }
}
