package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import org.unbroken.storage.cases.Explanation;
import org.unbroken.storage.cases.ExplanationWants;
import org.unbroken.storage.cases.Reported;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.rules.Rulebook;

/** What people reported and explained of a recording. */
final class StatementsPanel {
    private StatementsPanel() {}

    static Markup of(Recording recording, List<CustodyRecord> custody, Optional<Rulebook> book) {
        Facts facts = new Facts();
        boolean any = false;
        for (Reported reported : Reported.in(custody)) {
            any = true;
            reported.returned().ifPresent(at -> facts.add("返回单位 returned", Words.time(at)));
            reported.dayEnded().ifPresent(at -> facts.add("当天执法结束 day ended", Words.time(at)));
            reported.exception()
                    .ifPresent(claim ->
                            facts.add("特殊情况 exception", Markup.of("{}{}", claim.circumstance(), hint(claim.reason()))));
        }
        for (Explanation explanation : Explanation.in(custody)) {
            any = true;
            facts.add(
                    explanation.kind().zh() + " " + explanation.kind().wire(),
                    Markup.of(
                            "{}{}{}",
                            explanation.stated().reason().orElse("spoken in the footage"),
                            explanation.stated().by().map(StatementsPanel::hint).orElse(Markup.EMPTY),
                            lacking(explanation, book)));
        }
        return any
                ? Markup.of(
                        "<section class=\"panel\" id=\"stated-{}\"><h2>Reported and explained</h2>{}</section>",
                        recording.id(),
                        facts.markup())
                : Markup.EMPTY;
    }

    private static Markup lacking(Explanation explanation, Optional<Rulebook> book) {
        return book.map(rules -> ExplanationWants.lacking(rules, explanation)).orElse(List.of()).stream()
                .map(said -> hint("缺 lacks: " + said.zh() + " " + said.en()))
                .collect(Markup.joined());
    }

    private static Markup hint(String text) {
        return Markup.of("<p class=\"hint\">{}</p>", text);
    }
}
