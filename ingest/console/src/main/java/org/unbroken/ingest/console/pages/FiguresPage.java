package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unbroken.ingest.console.api.FiguresApi;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.JsonObject;

/** Figures for assessment (统计), as a table, and the same as CSV. */
public final class FiguresPage {
    private static final List<Column> COLUMNS = List.of(
            new Column("recordings", "Recordings 件数"),
            new Column("continuous", "Continuous 连续"),
            new Column("not_continuous", "Interrupted 中断"),
            new Column("explained", "of these explained 已说明"),
            new Column("continuity_unknown", "Not known 未知"),
            new Column("uploaded_in_time", "Uploaded in time 按时上传"),
            new Column("uploaded_late", "late 逾期"),
            new Column("upload_without_term", "no term 无期限"),
            new Column("labelled_in_time", "Labelled in time 按时标注"),
            new Column("labelled_late", "late 逾期"),
            new Column("not_labelled_overdue", "overdue 逾期未标注"),
            new Column("not_labelled_yet", "not yet 未到期"),
            new Column("labels_without_term", "no term 无期限"),
            new Column("quarantined", "Quarantined 隔离"));

    private final FiguresApi api;

    public FiguresPage(FiguresApi api) {
        this.api = api;
    }

    private record Column(String member, String title) {}

    public Answer of(Call call) throws IOException {
        Query query = call.query().withoutBlank();
        JsonObject figures = api.figures(query, call.principal());
        List<JsonObject> rows = figures.array("figures").objects();
        Map<String, String> csv = new LinkedHashMap<>(query.parameters());
        csv.put("format", "csv");
        Markup content = Markup.of(
                """
                <div class="head"><h1>Figures<small lang="zh">统计</small></h1></div>
                {}
                <p>{} recordings counted. <a href="{}" download="figures.csv">As CSV</a></p>
                {}
                """,
                filters(query),
                Told.number(figures, "counted"),
                Paged.address("/api/figures", new Query(csv), Optional.empty()),
                rows.isEmpty() ? new Markup("<p class=\"empty\">Nothing to count.</p>") : table(rows));
        return Answer.html(200, Layout.page("Figures", "/figures", Optional.of(call.principal()), content));
    }

    private static Markup filters(Query query) {
        return Markup.of(
                """
                <form class="filters" method="get" action="/figures">
                <label>Agency<input name="agency" value="{}" maxlength="64" size="12"></label>
                <label>From (UTC)<input type="date" name="from" value="{}"></label>
                <label>To (UTC)<input type="date" name="to" value="{}"></label>
                <label>By<select name="by">{}</select></label>
                <label>Period<select name="period">{}</select></label>
                <button class="primary">Count</button><a class="quiet" href="/figures">Clear</a>
                </form>
                """,
                query.find("agency").orElse(""),
                query.find("from").orElse(""),
                query.find("to").orElse(""),
                options(query.find("by").orElse("unit"), List.of("unit", "officer", "unit,officer", "agency")),
                options(query.find("period").orElse("all"), List.of("all", "year", "month", "day")));
    }

    private static Markup options(String chosen, List<String> words) {
        return words.stream()
                .map(word -> Markup.of(
                        "<option{}>{}</option>", word.equals(chosen) ? new Markup(" selected") : Markup.EMPTY, word))
                .collect(Markup.joined());
    }

    private static Markup table(List<JsonObject> rows) {
        boolean period = rows.get(0).find("period").isPresent();
        boolean unit = rows.get(0).find("unit").isPresent();
        boolean officer = rows.get(0).find("officer").isPresent();
        return Markup.of(
                "<div class=\"scroll\"><table class=\"recordings figures\"><thead><tr><th>Agency</th>{}{}{}{}<th class=\"num\">Hours 时长</th></tr></thead><tbody>{}</tbody></table></div>",
                period ? new Markup("<th>Period</th>") : Markup.EMPTY,
                unit ? new Markup("<th>Unit 单位</th>") : Markup.EMPTY,
                officer ? new Markup("<th>Officer 人员</th>") : Markup.EMPTY,
                COLUMNS.stream()
                        .map(column -> Markup.of("<th class=\"num\">{}</th>", column.title()))
                        .collect(Markup.joined()),
                rows.stream().map(FiguresPage::row).collect(Markup.joined()));
    }

    private static Markup row(JsonObject row) {
        return Markup.of(
                "<tr><td>{}</td>{}{}{}{}<td class=\"num\">{}</td></tr>",
                row.string("agency"),
                cell(row, "period"),
                cell(row, "unit"),
                cell(row, "officer"),
                COLUMNS.stream()
                        .map(column -> Markup.of("<td class=\"num\">{}</td>", Told.number(row, column.member())))
                        .collect(Markup.joined()),
                hours(row));
    }

    private static Markup cell(JsonObject row, String name) {
        return row.findString(name)
                .map(text -> Markup.of("<td>{}</td>", text.isEmpty() ? Words.none() : text))
                .orElse(Markup.EMPTY);
    }

    /** What is known of the length; with a mark where that is not all. */
    private static String hours(JsonObject row) {
        long seconds = row.integer("seconds");
        return (row.integer("length_unknown") > 0 ? "≥ " : "")
                + seconds / 3600
                + String.format(java.util.Locale.ROOT, ":%02d", seconds / 60 % 60);
    }
}
