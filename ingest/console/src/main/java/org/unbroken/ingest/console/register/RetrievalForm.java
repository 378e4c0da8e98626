package org.unbroken.ingest.console.register;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.ingest.console.pages.Markup;
import org.unbroken.storage.access.Office;
import org.unbroken.storage.ledger.CustodyRecord;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.requests.AccessRequest;
import org.unbroken.storage.requests.AccessTerms;
import org.unbroken.storage.rules.ApprovalChain;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.Vocabulary;

/** 调用单 of one request (B35), to print and sign: whose turn has not come yet has an empty line for the signature. */
public final class RetrievalForm {
    private RetrievalForm() {}

    /**
     * The page.
     *
     * @param named those of the request's recordings that whoever asks for the form may know of
     */
    public static String of(AccessRequest request, List<Recording> named, Optional<Rulebook> book, Instant now) {
        AccessTerms terms = request.terms();
        ZoneId zone = book.map(Rulebook::zone).orElse(ZoneOffset.UTC);
        List<Markup> facts = new ArrayList<>();
        facts.add(fact("编号", "Number", request.id().value()));
        facts.add(fact("单位", "Agency", request.agency()));
        facts.add(fact("用途", "Use", terms.use().chinese() + " " + terms.use().wire()));
        facts.add(fact("申请人", "Asked by", terms.by()));
        facts.add(fact("申请时间", "Asked at", Column.time(request.request().entry().at(), zone)));
        facts.add(fact(
                "调用人（单位）",
                "For",
                terms.person() + terms.unit().map(unit -> "（" + unit + "）").orElse("")));
        facts.add(fact("事由", "Reason", terms.reason()));
        facts.add(fact("有效至", "Until", Column.time(request.ends(), zone)));
        facts.add(fact(
                "状态",
                "State",
                RegisterPage.state(request.state(now), true) + " "
                        + request.state(now).wire()));
        book.ifPresent(known -> facts.add(fact("依据", "By", basis(known, terms))));
        book.ifPresent(known ->
                facts.add(fact("办理", "Done by", Vocabulary.in(Language.ZH, known.value(Rules.APPROVAL_DONE_BY)))));
        Markup body = Markup.of(
                """
                <table class="facts">{}</table>
                <h2>调用的记录 Recordings</h2>
                <table><thead><tr><th>记录编号 Id</th><th>设备 Camera</th><th>记录时间 Recorded</th><th>案号 Case</th></tr></thead>
                <tbody>{}</tbody></table>
                <h2>审批 Approvals</h2>
                <table><thead><tr><th>职务 Office</th><th>姓名 Name</th><th>意见 Decision</th><th>时间 Time</th><th>签名 Signature</th></tr></thead>
                <tbody>{}</tbody></table>
                <p class="sign">调用人（签名）：＿＿＿＿＿＿　　办理人（签名）：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿</p>
                """,
                facts.stream().collect(Markup.joined()),
                recordings(request, named, zone),
                steps(request, zone));
        return Sheet.of("行政执法全过程记录资料调用单 Retrieval form", body);
    }

    private static String basis(Rulebook book, AccessTerms terms) {
        ApprovalChain chain = ApprovalChain.of(book, terms.use().wire());
        String articles = chain.articles().isEmpty() ? "" : " 第" + String.join("、", chain.articles()) + "条";
        boolean wanted = book.value(Rules.APPROVAL_FORM).contains(terms.use().wire());
        return book.name().in(Language.ZH) + articles + (wanted ? "（条文要求本单）" : "（条文未要求本单）");
    }

    private static Markup recordings(AccessRequest request, List<Recording> named, ZoneId zone) {
        Markup known = named.stream()
                .map(recording -> Markup.of(
                        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                        recording.id(),
                        recording.camera(),
                        recording
                                .recordedStart()
                                .map(at -> Column.time(at, zone))
                                .orElse("未提供"),
                        recording.labels().getOrDefault("case", "")))
                .collect(Markup.joined());
        int others = request.terms().recordings().size() - named.size();
        return others == 0
                ? known
                : Markup.of("{}<tr><td colspan=\"4\">另有 {} 件不在此列 and {} more</td></tr>", known, others, others);
    }

    private static Markup steps(AccessRequest request, ZoneId zone) {
        List<Markup> rows = new ArrayList<>();
        for (int i = 0; i < request.terms().chain().size(); i++) {
            Office office = request.terms().chain().get(i);
            Optional<CustodyRecord> done = i < request.approvals().size()
                    ? Optional.of(request.approvals().get(i))
                    : Optional.empty();
            boolean registers =
                    office == Office.KEEPER && i == request.terms().chain().size() - 1 && i > 0;
            rows.add(row(Optional.of(office), done, done.isEmpty() ? "" : registers ? "已登记" : "同意", zone));
        }
        request.refusal()
                .ifPresent(refusal -> rows.add(row(
                        AccessRequest.officeOf(refusal),
                        Optional.of(refusal),
                        "不同意："
                                + refusal.detail()
                                        .flatMap(detail -> detail.findString("reason"))
                                        .orElse(""),
                        zone)));
        return rows.stream().collect(Markup.joined());
    }

    private static Markup row(Optional<Office> office, Optional<CustodyRecord> done, String decision, ZoneId zone) {
        return Markup.of(
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td></td></tr>",
                office.map(Office::chinese).orElse(""),
                done.flatMap(AccessRequest::nameOf).orElse(""),
                decision,
                done.map(record -> Column.time(record.entry().at(), zone)).orElse(""));
    }

    private static Markup fact(String chinese, String english, String value) {
        return Markup.of("<tr><th>{} {}</th><td>{}</td></tr>", chinese, english, value);
    }
}
