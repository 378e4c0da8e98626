package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.api.AccessRequestsApi;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessUse;

/** Requests to view, copy or give out: asked for, listed, and one of them with its approvals (调阅申请). */
public final class AccessPages {
    private static final int ROWS = 50;

    private final AccessRequestsApi api;

    public AccessPages(AccessRequestsApi api) {
        this.api = api;
    }

    /** {@code for} is a recording to ask for, as a recording's page links here. */
    public Answer list(Call call) throws IOException {
        Query query = call.query().withoutBlank();
        Optional<String> wanted = query.find("for");
        Query filter = query.without(java.util.Set.of("for"));
        JsonObject page = api.list(call.principal(), filter, ROWS);
        List<JsonObject> requests = page.array("requests").objects();
        Markup content = Markup.of(
                """
                <div class="head"><h1>Requests<small lang="zh">调阅、复制、提供申请</small></h1></div>
                {}{}
                {}
                {}
                {}
                """,
                asking(call.principal(), wanted),
                filters(filter),
                requests.isEmpty()
                        ? new Markup("<p class=\"empty\">No request is here.</p>")
                        : Markup.of(
                                "<div class=\"scroll\"><table class=\"recordings\"><thead><tr><th>Asked at (UTC)</th><th>State</th><th>Use</th><th>By</th><th>For</th><th class=\"num\">Recordings</th><th>Until (UTC)</th><th>Next</th><th>Reason</th></tr></thead><tbody>{}</tbody></table></div>",
                                requests.stream().map(AccessPages::row).collect(Markup.joined())),
                Paged.older("/requests", filter, page.find("next")),
                register(call.principal()));
        return page(call, "Requests", content);
    }

    private static Markup row(JsonObject request) {
        return Markup.of(
                "<tr><td><a href=\"/requests/{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"num\">{}</td><td>{}</td><td>{}</td><td class=\"name\">{}</td></tr>",
                request.string("request"),
                Told.time(request.object("requested"), "at"),
                Told.state(request.string("state")),
                use(request.string("use")),
                request.object("requested").findString("by").orElse(""),
                request.string("for"),
                request.array("recordings").items().size(),
                Told.time(request, "until"),
                request.string("state").equals("requested")
                        ? request.findString("next").map(AccessPages::office).orElse("")
                        : "",
                request.string("reason"));
    }

    private static Markup asking(Principal who, Optional<String> wanted) {
        if (!who.role().may(Permission.REQUEST_ACCESS)) {
            return Markup.EMPTY;
        }
        Markup form = new OrderForm("/api/requests", "", "Ask 提交申请")
                .then("/requests/{request}")
                .choice(
                        "use",
                        "Use 用途",
                        Arrays.stream(AccessUse.values())
                                .map(use -> new OrderForm.Choice(use.wire(), use(use.wire())))
                                .toList())
                .text("for", "For whom 提供对象 (empty: yourself)", false)
                .text("unit", "Of what body 单位", false)
                .time("until", "Until 有效期至", true)
                .text("reason", "Reason 事由", true)
                .list("recordings", "Recordings 记录编号 (ids, one or more)", wanted.orElse(""))
                .hint("Who has to approve, and in which order, is what the agency's rulebook says for this use.")
                .markup();
        return Markup.of(
                "<details class=\"panel\"{}><summary>Ask to see, to copy or to give out 申请查阅、复制、提供</summary>{}<noscript><p class=\"hint\">This form needs JavaScript; <code>unbroken access request</code> does not.</p></noscript></details>",
                wanted.isPresent() ? new Markup(" open") : Markup.EMPTY,
                form);
    }

    private static Markup filters(Query query) {
        return Markup.of(
                """
                <form class="filters" method="get" action="/requests">
                <label>Agency<input name="agency" value="{}" maxlength="64" size="12"></label>
                <label>Recording<input name="recording" value="{}" maxlength="36" size="36"></label>
                <label>State<select name="state"><option value="">any</option>{}</select></label>
                <button class="primary">Search</button><a class="quiet" href="/requests">Clear</a>
                </form>
                """,
                query.find("agency").orElse(""),
                query.find("recording").orElse(""),
                Arrays.stream(AccessRequest.State.values())
                        .map(state -> Markup.of(
                                "<option{}>{}</option>",
                                query.find("state").filter(state.wire()::equals).isPresent()
                                        ? new Markup(" selected")
                                        : Markup.EMPTY,
                                state.wire()))
                        .collect(Markup.joined()));
    }

    /** The document, as the regulation names it. */
    private static Markup register(Principal who) {
        if (!who.role().may(Permission.READ_REGISTER)) {
            return Markup.EMPTY;
        }
        return Markup.of(
                """
                <section class="panel"><h2>Register <span lang="zh">调阅登记</span></h2>
                <form class="filters" method="get" action="/api/register">
                <label>Agency<input name="agency" value="{}" maxlength="64" size="12" required></label>
                <label>From<input type="date" name="from" required></label>
                <label>To<input type="date" name="to" required></label>
                <label>Form<select name="format"><option value="html">to print 打印</option><option value="csv">CSV</option><option value="json">JSON</option></select></label>
                <label>Language<select name="lang"><option value="zh">中文</option><option value="en">English</option></select></label>
                <button class="primary">Open the register 登记表</button>
                </form></section>
                """,
                who.agency().orElse(""));
    }

    public Answer one(Call call) throws IOException {
        JsonObject request = api.shown(call);
        return page(call, "Request", new AccessPanel(call.principal()).of(request));
    }

    static String use(String wire) {
        return AccessUse.ofWire(wire).chinese() + " " + wire;
    }

    static String office(String wire) {
        return Office.ofWire(wire).chinese() + " " + wire;
    }

    private static Answer page(Call call, String title, Markup content) {
        return Answer.html(200, Layout.page(title, "/requests", Optional.of(call.principal()), content));
    }
}
