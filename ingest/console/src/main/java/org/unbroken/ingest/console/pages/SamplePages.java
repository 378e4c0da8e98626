package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.api.SamplesApi;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Principal;

/** Samples for spot checks (抽查): requested, listed, and one of them with what was found in each recording. */
public final class SamplePages {
    private static final int ROWS = 50;
    private static final List<OrderForm.Choice> RESULTS = List.of(
            new OrderForm.Choice("in-order", "无问题 in order"),
            new OrderForm.Choice("faulty", "有问题 faulty"),
            new OrderForm.Choice("not-possible", "无法检查 not possible"));

    private final SamplesApi api;

    public SamplePages(SamplesApi api) {
        this.api = api;
    }

    public Answer list(Call call) throws IOException {
        Query query = call.query().withoutBlank();
        JsonObject page = api.list(call.principal(), query, ROWS);
        List<JsonObject> samples = page.array("samples").objects();
        return page(
                call,
                "Samples",
                Markup.of(
                        """
                        <div class="head"><h1>Samples<small lang="zh">抽查</small></h1></div>
                        {}
                        {}
                        {}
                        """,
                        drawing(call.principal()),
                        samples.isEmpty()
                                ? new Markup("<p class=\"empty\">No sample was drawn here.</p>")
                                : Markup.of(
                                        "<div class=\"scroll\"><table class=\"recordings\"><thead><tr><th>Sample</th><th>State</th><th>Agency</th><th>From (UTC)</th><th>To (UTC)</th><th>Size</th><th>By</th><th>Reason</th></tr></thead><tbody>{}</tbody></table></div>",
                                        samples.stream().map(SamplePages::row).collect(Markup.joined())),
                        Paged.older("/samples", query, page.find("next"))));
    }

    private static Markup row(JsonObject sample) {
        return Markup.of(
                "<tr><td><a href=\"/samples/{}\"><code>{}</code></a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"name\">{}</td></tr>",
                sample.string("sample"),
                sample.string("sample").substring(0, 13),
                Told.state(sample.string("state")),
                sample.string("agency"),
                Told.time(sample, "from"),
                Told.time(sample, "to"),
                size(sample),
                sample.findString("by").orElse(""),
                sample.string("reason"));
    }

    private static String size(JsonObject sample) {
        return sample.findInteger("share_bp")
                .map(share -> share / 100 + (share % 100 == 0 ? "" : "." + String.format("%02d", share % 100)) + " %")
                .orElseGet(() -> Told.number(sample, "count"));
    }

    private static Markup drawing(Principal who) {
        if (!who.role().may(Permission.SAMPLE)) {
            return Markup.EMPTY;
        }
        OrderForm form = new OrderForm("/api/samples", "", "Draw 抽取").then("/samples/{sample}");
        if (who.agency().isEmpty()) {
            form.text("agency", "Agency 机构", true);
        }
        return Markup.of(
                "<details class=\"panel\"><summary>Draw a sample 抽取样本</summary>{}</details>",
                form.time("from", "Received from 自", true)
                        .time("to", "to 至", true)
                        .number("count", "How many 件数", 100_000)
                        .number("share_bp", "or what share, in 1/100 % 万分比", 10_000)
                        .text("reason", "Reason 事由", true)
                        .hint(
                                "Which recordings it is, the log's next checkpoint decides: nobody can choose them, and anybody can draw again.")
                        .markup());
    }

    public Answer one(Call call) throws IOException {
        JsonObject sample = api.shown(call);
        Optional<JsonObject> drawn = sample.findObject("drawn");
        boolean reviews = call.principal().role().may(Permission.SAMPLE);
        return page(
                call,
                "Sample",
                Markup.of(
                        """
                        <div class="head"><h1>Sample<small lang="zh">抽查</small></h1>{}</div>
                        <section class="panel">{}</section>
                        {}
                        """,
                        Told.state(sample.string("state")),
                        facts(sample, drawn),
                        drawn.isEmpty()
                                ? new Markup(
                                        "<p class=\"notice\">It is drawn with the log's next checkpoint: load this page again in a moment.</p>")
                                : recordings(sample, reviews)));
    }

    private static Markup facts(JsonObject sample, Optional<JsonObject> drawn) {
        Facts facts = new Facts()
                .add("Agency", sample.findString("agency"))
                .add("Reason 事由", sample.findString("reason"))
                .add("By", sample.findString("by"))
                .add("From", Told.time(sample, "from"))
                .add("To", Told.time(sample, "to"))
                .add("Size", size(sample));
        drawn.ifPresent(draw -> facts.add("Drawn from", Told.number(draw, "population") + " recordings")
                .add("By checkpoint", "of " + Told.number(draw, "tree_size") + " entries")
                .add("Seed", Markup.of("<code class=\"digest\">{}</code>", draw.string("seed"))));
        sample.findInteger("withheld")
                .filter(count -> count > 0)
                .ifPresent(count ->
                        facts.add("Not shown 涉密未列", count + ": whoever is cleared for their classes looks at them"));
        return facts.markup();
    }

    private static Markup recordings(JsonObject sample, boolean reviews) {
        List<Markup> rows = new ArrayList<>();
        for (JsonObject each : sample.array("recordings").objects()) {
            String id = each.string("recording");
            rows.add(Markup.of(
                    """
                    <section class="panel sampled"><h3><a href="/recordings/{}"><code>{}</code></a> {}</h3>
                    {}{}</section>
                    """,
                    id,
                    id,
                    Told.text(each, "state").map(Told::state).orElse(Words.none()),
                    each.array("reviews").objects().stream()
                            .map(SamplePages::review)
                            .collect(Markup.joined()),
                    reviews ? reviewing(sample.string("sample"), id) : Markup.EMPTY));
        }
        return Markup.of("<h2>{} drawn</h2>{}", rows.size(), rows.stream().collect(Markup.joined()));
    }

    private static Markup review(JsonObject review) {
        return Markup.of(
                "<p>{} {} {} <span class=\"hint\">{}</span></p>",
                Told.state(review.string("result")),
                Told.time(review, "at"),
                review.findString("by").orElse(""),
                review.findString("comment").orElse(""));
    }

    private static Markup reviewing(String sample, String recording) {
        return new OrderForm("/api/samples/" + sample + "/review", "", "Enter 登记")
                .fixed("recording", recording)
                .choice("result", "Result 结果", RESULTS)
                .text("comment", "Comment 说明", false)
                .markup();
    }

    private static Answer page(Call call, String title, Markup content) {
        return Answer.html(200, Layout.page(title, "/samples", Optional.of(call.principal()), content));
    }
}
