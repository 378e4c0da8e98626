package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.owed.Owed;
import org.unbroken.storage.owed.RecordingOwes;
import org.unbroken.storage.rules.Rulebook;

/** What the agency's rulebook wants, beside deadlines, and is not there; nothing where nothing is owed. */
final class OwedPanel {
    private OwedPanel() {}

    static Markup of(Recording recording, List<CustodyRecord> custody, Optional<Rulebook> book) {
        return of(book.map(rulebook -> RecordingOwes.of(rulebook, recording, custody)).orElse(List.of()).stream()
                .map(OwedPanel::item)
                .toList());
    }

    static Markup of(List<Markup> items) {
        return items.isEmpty()
                ? Markup.EMPTY
                : Markup.of(
                        "<section class=\"panel\"><h2>未尽事项 Owed</h2><ul>{}</ul></section>",
                        items.stream().collect(Markup.joined()));
    }

    private static Markup item(Owed owed) {
        return item(
                owed.articles(), owed.wording(), owed.said().zh(), owed.said().en());
    }

    static Markup item(List<String> articles, List<String> wording, String zh, String en) {
        return Markup.of(
                "<li>{}<br>{}{}</li>",
                zh,
                en,
                articles.isEmpty()
                        ? Markup.EMPTY
                        : Markup.of(
                                "<br><small>第{}条 “{}”</small>",
                                String.join("、", articles),
                                String.join(" … ", wording)));
    }
}
