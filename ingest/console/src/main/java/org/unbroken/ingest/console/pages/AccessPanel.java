package org.unbroken.ingest.console.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Principal;

/** One request: what is asked for, who approved it, and what somebody who looks at it may do next. */
final class AccessPanel {
    private final Principal who;

    AccessPanel(Principal who) {
        this.who = who;
    }

    Markup of(JsonObject request) {
        String id = request.string("request");
        return Markup.of(
                """
                <div class="head"><h1>{}<small>{}</small></h1>{}</div>
                <div class="columns"><div class="wide">
                <section class="panel"><h2>Approvals <span lang="zh">审批</span></h2>{}{}</section>
                {}
                </div><aside>
                <section class="panel"><h2>What is asked for</h2>{}
                <p class="downloads"><a href="/api/requests/{}/form">Retrieval form 调用单</a></p></section>
                <section class="panel"><h2>Recordings</h2><ul class="plain">{}</ul></section>
                </aside></div>
                """,
                AccessPages.use(request.string("use")),
                request.string("for"),
                Told.state(request.string("state")),
                steps(request),
                decisions(request),
                giving(request),
                facts(request),
                id,
                request.array("recordings").strings().stream()
                        .map(each -> Markup.of("<li><a href=\"/recordings/{}\"><code>{}</code></a></li>", each, each))
                        .collect(Markup.joined()));
    }

    private static Markup facts(JsonObject request) {
        Facts facts = new Facts()
                .add("For 提供对象", request.string("for"))
                .add("Of 单位", request.findString("unit"))
                .add("Reason 事由", request.string("reason"))
                .add("Asked by 申请人", request.object("requested").findString("by"))
                .add("Asked at", Told.time(request.object("requested"), "at"))
                .add("Until 有效期至", Told.time(request, "until"))
                .add("Agency", request.string("agency"))
                .add(
                        "Rulebook",
                        request.findObject("rulebook").map(book -> book.string("id") + " " + book.string("version")));
        return facts.add("Request", Markup.of("<code>{}</code>", request.string("request")))
                .markup();
    }

    private static Markup steps(JsonObject request) {
        List<String> chain = request.array("chain").strings();
        List<JsonObject> approvals = request.array("approvals").objects();
        if (chain.isEmpty()) {
            return new Markup("<p>The agency's rulebook asks nobody for this use: it is approved as it stands.</p>");
        }
        List<Markup> steps = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            steps.add(step(
                    chain.get(i), i < approvals.size() ? Optional.of(approvals.get(i)) : Optional.empty(), "approved"));
        }
        request.findObject("refused")
                .ifPresent(refused ->
                        steps.add(step(refused.findString("office").orElse(""), Optional.of(refused), "refused")));
        return Markup.of(
                "<div class=\"scroll\"><table><thead><tr><th>Office 职务</th><th>Decision 意见</th><th>Name 姓名</th><th>At (UTC)</th><th>Reason</th></tr></thead><tbody>{}</tbody></table></div>",
                steps.stream().collect(Markup.joined()));
    }

    private static Markup step(String office, Optional<JsonObject> done, String decision) {
        return Markup.of(
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"name\">{}</td></tr>",
                office.isEmpty() ? "" : AccessPages.office(office),
                done.isPresent() ? Told.state(decision) : Words.none(),
                done.flatMap(step -> step.findString("by")).orElse(""),
                done.map(step -> Told.time(step, "at")).orElse(Markup.EMPTY),
                done.flatMap(step -> step.findString("reason")).orElse(""));
    }

    /** Approving, whose turn it is; refusing, whoever holds an office of the chain. The API says who may, again. */
    private Markup decisions(JsonObject request) {
        String base = "/api/requests/" + request.string("request");
        String state = request.string("state");
        if (!who.role().may(Permission.DECIDE_ACCESS)
                || state.equals("refused")
                || state.equals("ended")
                || state.equals("lapsed")) {
            return Markup.EMPTY;
        }
        List<String> offices = who.offices().stream().map(Office::wire).collect(Collectors.toList());
        Optional<String> next = request.findString("next");
        Markup approve = next.filter(offices::contains).isEmpty()
                ? next.map(office ->
                                Markup.of("<p class=\"hint\">It is the turn of {}.</p>", AccessPages.office(office)))
                        .orElse(Markup.EMPTY)
                : new OrderForm(base + "/approve", "As " + AccessPages.office(next.get()), "Approve 同意")
                        .text("reason", "Opinion 意见", false)
                        .markup();
        Markup refuse = request.array("chain").strings().stream().noneMatch(offices::contains)
                ? Markup.EMPTY
                : new OrderForm(base + "/refuse", "", "Refuse 不同意")
                        .quiet()
                        .text("reason", "Reason 理由", true)
                        .hint("Also what was approved already ends with this.")
                        .markup();
        return Markup.of("{}{}", approve, refuse);
    }

    /** How it is carried out. A bundle is made by a command: it has the footage in it, and is checked where it is made. */
    private Markup giving(JsonObject request) {
        boolean approved = request.string("state").equals("approved");
        String use = request.string("use");
        if (!approved || use.equals("view")) {
            return approved
                    ? new Markup(
                            "<p class=\"notice good\">It may be seen: open the recording, until the time is over.</p>")
                    : Markup.EMPTY;
        }
        if (!who.role().may(Permission.EXPORT)) {
            return new Markup("<p class=\"notice good\">It may be given out; a custodian makes the copy.</p>");
        }
        return Markup.of(
                """
                <section class="panel"><h2>Give out <span lang="zh">提供</span></h2>
                <p>The copy is an evidence bundle with its explanatory note, which verifies alone. This makes it, and enters who took it out for whom:</p>
                <pre class="digest">unbroken export {} --request {} --for {} --extracted-by {} --out PATH --server URL</pre>
                <p class="hint">The token comes from UNBROKEN_TOKEN. What else the agency's rulebook wants in the note, the command asks for.</p></section>
                """,
                String.join(" ", request.array("recordings").strings()),
                request.string("request"),
                Shell.quoted(request.string("for")),
                Shell.quoted(who.name()));
    }
}
