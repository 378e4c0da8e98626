package org.unbroken.ingest.console.pages;

import java.util.List;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonString;
import org.unbroken.storage.ledger.CustodyRecord;

/** What happened to a recording, entry by entry, as the log has it. */
final class CustodyPanel {
    private CustodyPanel() {}

    static Markup of(List<CustodyRecord> records) {
        if (records.isEmpty()) {
            return new Markup("<p class=\"empty\">Nothing is published yet.</p>");
        }
        return Markup.of(
                "<ol class=\"custody\">{}</ol>",
                records.stream().map(CustodyPanel::entry).collect(Markup.joined()));
    }

    private static Markup entry(CustodyRecord record) {
        return Markup.of(
                """
                <li class="event {}"><span class="what">{}</span>{}<span class="actor" title="who">{}</span><span class="index" title="place in the log">#{}</span>{}</li>""",
                record.entry().event(),
                record.entry().event(),
                Words.time(record.entry().at()),
                record.entry().actor(),
                Words.count(record.index()),
                record.detail().map(CustodyPanel::detail).orElse(Markup.EMPTY));
    }

    private static Markup detail(org.unbroken.integrity.json.JsonObject detail) {
        Markup rows = detail.members().entrySet().stream()
                .filter(member -> !member.getKey().equals("salt"))
                .map(member -> Markup.of("<dt>{}</dt><dd>{}</dd>", member.getKey(), shown(member.getValue())))
                .collect(Markup.joined());
        return rows.html().isEmpty()
                ? Markup.EMPTY
                : Markup.of("<details><summary>detail</summary><dl>{}</dl></details>", rows);
    }

    private static String shown(Json value) {
        String text = value instanceof JsonString string ? string.value() : value.text();
        return text.length() <= 600 ? text : text.substring(0, 600) + "…";
    }
}
