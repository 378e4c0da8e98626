package org.unbroken.ingest.console.register;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.pages.Markup;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/** The register to print and sign. */
final class RegisterPage {
    private RegisterPage() {}

    static String of(Register register, Optional<Rulebook> book, boolean chinese, Instant now) {
        List<Column> columns = Column.of(register);
        Markup head = columns.stream()
                .map(column -> Markup.of("<th>{}</th>", column.title(chinese)))
                .collect(Markup.joined());
        Markup rows = register.rows().stream()
                .map(row -> Markup.of(
                        "<tr>{}</tr>",
                        columns.stream()
                                .map(column -> Markup.of("<td>{}</td>", column.of(row, register)))
                                .collect(Markup.joined())))
                .collect(Markup.joined());
        Markup body = Markup.of(
                """
                <p>{}</p>
                {}
                <table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>
                <h2>{}</h2>
                <table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>
                {}
                <p class="sign">{}</p>
                """,
                span(register, chinese, now),
                book.map(known -> basis(known, chinese)).orElse(Markup.EMPTY),
                head,
                rows,
                chinese ? "申请" : "Requests",
                requestHead(chinese),
                register.requests().stream()
                        .map(request -> requestRow(request, register, chinese, now))
                        .collect(Markup.joined()),
                withheld(register, chinese),
                chinese ? "保管人（签名）：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿" : "Keeper (signature): ____________   Date: ____________");
        return Sheet.of(chinese ? "执法音像记录调阅登记表" : "Register of access to recordings", body);
    }

    private static String span(Register register, boolean chinese, Instant now) {
        String from = register.from().equals(Instant.EPOCH)
                ? (chinese ? "启用" : "the beginning")
                : Column.time(register.from(), register.zone());
        String until = Column.time(register.until(), register.zone());
        String made = Column.time(now, register.zone());
        return chinese
                ? "单位：" + register.agency() + "　期间：" + from + " 至 " + until + "　时区：" + register.zone() + "　生成：" + made
                        + "　共 " + register.rows().size() + " 条"
                : "Agency " + register.agency() + ", " + from + " to " + until + " (" + register.zone() + "), made "
                        + made + "; " + register.rows().size() + " lines";
    }

    private static Markup basis(Rulebook book, boolean chinese) {
        String articles = book.setting(Rules.REGISTER_FIELDS).articlesText();
        String wording = book.setting(Rules.REGISTER_FIELDS).wordingText();
        return Markup.of(
                "<p>{}</p>",
                (chinese ? "依据：" : "By: ")
                        + book.name().in(chinese ? Language.ZH : Language.EN)
                        + (articles.isEmpty()
                                ? ""
                                : (chinese ? " 第" + articles + "条：" : ", article " + articles + ": "))
                        + wording);
    }

    private static Markup requestHead(boolean chinese) {
        return (chinese
                        ? List.of("申请时间", "申请编号", "用途", "申请人", "提供对象", "事由", "有效至", "审批", "状态")
                        : List.of("Asked", "Request", "Use", "By", "For", "Reason", "Until", "Approvals", "State"))
                .stream().map(title -> Markup.of("<th>{}</th>", title)).collect(Markup.joined());
    }

    private static Markup requestRow(AccessRequest request, Register register, boolean chinese, Instant now) {
        String approvals = request.approvals().stream()
                .map(each -> AccessRequest.officeOf(each)
                                .map(office -> chinese ? office.chinese() : office.wire())
                                .orElse("")
                        + " "
                        + AccessRequest.nameOf(each).orElse(each.entry().actor()) + " "
                        + Column.time(each.entry().at(), register.zone()))
                .collect(java.util.stream.Collectors.joining("; "));
        String waiting =
                request.next().map(Office::chinese).map(office -> "待" + office).orElse("");
        return List.of(
                        Column.time(request.request().entry().at(), register.zone()),
                        request.id().value(),
                        chinese
                                ? request.terms().use().chinese()
                                : request.terms().use().wire(),
                        request.terms().by(),
                        request.terms().recipient().orElse(""),
                        request.terms().reason(),
                        Column.time(request.ends(), register.zone()),
                        approvals,
                        chinese && request.state(now) == AccessRequest.State.REQUESTED
                                ? waiting
                                : state(request.state(now), chinese))
                .stream()
                .map(cell -> Markup.of("<td>{}</td>", cell))
                .collect(java.util.stream.Collectors.collectingAndThen(
                        Markup.joined(), cells -> Markup.of("<tr>{}</tr>", cells)));
    }

    static String state(AccessRequest.State state, boolean chinese) {
        if (!chinese) {
            return state.wire();
        }
        return switch (state) {
            case REQUESTED -> "待审批";
            case APPROVED -> "已批准";
            case REFUSED -> "不同意";
            case ENDED -> "已到期";
            case LAPSED -> "已失效";
        };
    }

    private static Markup withheld(Register register, boolean chinese) {
        if (register.withheld() == 0) {
            return Markup.EMPTY;
        }
        return Markup.of(
                "<p>{}</p>",
                chinese
                        ? "另有 " + register.withheld() + " 条涉密，未列出。"
                        : register.withheld() + " more concern recordings of a secrecy class, and are not listed.");
    }
}
