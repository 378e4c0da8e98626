package org.unbroken.ingest.console.pages;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.api.CaseChecks;
import org.unbroken.ingest.console.api.CasesApi;
import org.unbroken.ingest.console.http.Answer;
import org.unbroken.ingest.console.http.Call;
import org.unbroken.ingest.console.http.Query;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.cases.CaseFile;
import org.unbroken.storage.cases.CaseMember;
import org.unbroken.storage.cases.Cases;

/** The cases, and what of each one's footage should be there and is. */
public final class CasePages {
    private final CasesApi api;
    private final CaseChecks checks;

    public CasePages(CasesApi api, CaseChecks checks) {
        this.api = api;
        this.checks = checks;
    }

    public Answer list(Call call) throws IOException {
        Query query = call.query().allowOnly(List.of("after"));
        Cases.Page<CaseFile> page = api.page(call.principal(), query);
        Markup rows = page.items().stream().map(CasePages::row).collect(Markup.joined());
        Markup table = page.items().isEmpty()
                ? new Markup("<p class=\"empty\">No case is open here.</p>")
                : Markup.of(
                        "<table><thead><tr><th>Number</th><th>State</th><th>Agency</th><th>Matter</th></tr></thead>"
                                + "<tbody>{}</tbody></table>",
                        rows);
        Markup next = page.next()
                .map(id -> Markup.of("<p><a href=\"/cases?after={}\">Older</a></p>", id))
                .orElse(Markup.EMPTY);
        return page(call, "Cases", Markup.of("<h1>Cases</h1><section class=\"panel\">{}{}</section>", table, next));
    }

    private static Markup row(CaseFile file) {
        return Markup.of(
                "<tr><td><a href=\"/cases/{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>",
                file.id(),
                file.number().orElse("?"),
                file.state().wire(),
                file.agency(),
                file.text(CaseMember.MATTER).orElse(""));
    }

    public Answer one(Call call) throws IOException {
        CaseFile file = api.of(call);
        JsonObject check = checks.of(file, call.principal());
        Facts facts = new Facts().add("State", file.state().wire()).add("Agency", file.agency());
        for (CaseMember member : CaseMember.values()) {
            facts.add(member.wire().replace('_', ' '), file.text(member));
            if (member != CaseMember.PAPERS && !file.texts(member).isEmpty()) {
                facts.add(member.wire(), String.join("、", file.texts(member)));
            }
        }
        facts.add("closed", file.closed().map(Words::time))
                .add("archived", file.filed().map(Words::time))
                .add("kept until", file.keptUntil().map(Words::time));
        Markup steps = check.array("steps").objects().stream()
                .map(step -> Markup.of(
                        "<tr><td><span class=\"badge {}\">{}</span></td><td>{}</td><td>{}</td></tr>",
                        colour(step.string("state")),
                        step.string("state"),
                        step.string("said"),
                        step.array("recordings").strings().stream()
                                .map(id -> Markup.of("<a href=\"/recordings/{}\"><code>{}</code></a>", id, id))
                                .collect(Markup.joined())))
                .collect(Markup.joined());
        Markup papers = check.array("papers").objects().stream()
                .map(paper -> Markup.of(
                        "<tr><td><span class=\"badge {}\">{}</span></td><td>{}</td><td>{}</td></tr>",
                        colour(paper.string("state")),
                        paper.string("state"),
                        paper.object("paper").string("name"),
                        apart(paper)))
                .collect(Markup.joined());
        List<Markup> owed = check.array("owed").objects().stream()
                .map(each -> OwedPanel.item(
                        each.array("articles").strings(),
                        each.array("wording").strings(),
                        each.object("lacking").string("zh"),
                        each.object("lacking").string("en")))
                .toList();
        return page(
                call,
                "Case",
                Markup.of(
                        """
                        <div class="head"><h1>{}<small>{} recordings</small></h1></div>
                        <section class="panel"><h2>Steps that are to be recorded</h2><table><tbody>{}</tbody></table></section>
                        <section class="panel"><h2>Papers and footage</h2><table><tbody>{}</tbody></table></section>
                        {}
                        <section class="panel"><h2>Facts</h2>{}</section>
                        """,
                        file.number().orElse("?"),
                        check.integer("recordings"),
                        steps,
                        papers,
                        OwedPanel.of(owed),
                        facts.markup()));
    }

    private static String apart(JsonObject paper) {
        return paper.findInteger("start_apart_s")
                .map(start -> "start " + start + " s, end " + paper.integer("end_apart_s") + " s apart")
                .orElse("");
    }

    private static String colour(String state) {
        return switch (state) {
            case "recorded", "agrees" -> "sealed";
            case "missing", "differs" -> "blocked";
            case "explained", "no-footage" -> "landed";
            default -> "disposed";
        };
    }

    private static Answer page(Call call, String title, Markup content) {
        return Answer.html(200, Layout.page(title, "/cases", Optional.of(call.principal()), content));
    }
}
