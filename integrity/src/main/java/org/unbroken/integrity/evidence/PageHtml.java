package org.unbroken.integrity.evidence;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A page as one HTML file that needs nothing else: no script, no font, no address. All text is escaped here and nowhere
 * else, so none gets past it.
 */
final class PageHtml {
    private static final String STYLE =
            """
            @page { size: A4; margin: 18mm 16mm; }
            body { font: 15px/1.55 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, "Songti SC", Georgia, serif;
              color: #1a1a1a; max-width: 54rem; margin: 2.5rem auto; padding: 0 1.25rem; }
            h1 { font-size: 1.7rem; text-align: center; line-height: 1.3; margin: 0 0 2rem;
              border-bottom: 2px solid #1a1a1a; padding-bottom: 1rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .7rem; border-bottom: 1px solid #999; padding-bottom: .2rem; }
            h3 { font-size: 1.02rem; margin: 1.5rem 0 .5rem; }
            h1, h2, h3 { break-after: avoid; }
            .en { display: block; color: #444; font-family: Georgia, "Times New Roman", serif; font-size: .9em; }
            h1 .en, h2 .en, h3 .en { font-weight: normal; }
            table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .92em; }
            th, td { border: 1px solid #aaa; padding: .32rem .55rem; text-align: left; vertical-align: top;
              overflow-wrap: anywhere; }
            th { background: #f3f3f0; font-weight: 600; }
            table.facts th { width: 13rem; }
            tr { break-inside: avoid; }
            .exact, pre { font-family: "Noto Sans Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .86em; }
            .open { display: inline-block; min-width: 14rem; border-bottom: 1px solid #555; height: 1.1em; }
            pre { background: #f6f6f3; border: 1px solid #ccc; padding: .6rem .8rem; white-space: pre-wrap;
              overflow-wrap: anywhere; line-height: 1.45; }
            ul { padding-left: 1.3rem; } li { margin: .3rem 0; }
            @media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
              th, pre { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
            """;

    private final StringBuilder out = new StringBuilder();

    private PageHtml() {}

    static String of(Page page) {
        PageHtml html = new PageHtml();
        html.out
                .append("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\"")
                .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
                .append(VisibleText.html(page.title().chinese()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(both(page.title()))
                .append("</h1>\n");
        page.blocks().forEach(html::block);
        return html.out.append("</body>\n</html>\n").toString();
    }

    private void block(Page.Block block) {
        if (block instanceof Page.Heading heading) {
            String tag = "h" + heading.level();
            element(tag, both(heading.text()));
        } else if (block instanceof Page.Paragraph paragraph) {
            element("p", both(paragraph.text()));
        } else if (block instanceof Page.Bullets bullets) {
            out.append("<ul>\n");
            bullets.items().forEach(item -> element("li", both(item)));
            out.append("</ul>\n");
        } else if (block instanceof Page.Facts facts) {
            out.append("<table class=\"facts\">\n");
            facts.facts().forEach(this::fact);
            out.append("</table>\n");
        } else if (block instanceof Page.Grid grid) {
            out.append("<table>\n<thead>");
            row("th", grid.head());
            out.append("</thead>\n");
            grid.rows().forEach(row -> row("td", row));
            out.append("</table>\n");
        } else if (block instanceof Page.Commands commands) {
            element("pre", commands.lines().stream().map(VisibleText::html).collect(Collectors.joining("\n")));
        }
    }

    private void fact(Page.Fact fact) {
        String value = fact.value().chinese().isEmpty() ? "<span class=\"open\"></span>" : both(fact.value());
        out.append("<tr><th>").append(both(fact.name())).append("</th><td");
        out.append(fact.exact() ? " class=\"exact\">" : ">").append(value).append("</td></tr>\n");
    }

    private void row(String cell, List<Bilingual> cells) {
        out.append("<tr>");
        cells.forEach(text -> out.append('<')
                .append(cell)
                .append('>')
                .append(both(text))
                .append("</")
                .append(cell)
                .append('>'));
        out.append("</tr>\n");
    }

    private void element(String tag, String content) {
        out.append('<')
                .append(tag)
                .append('>')
                .append(content)
                .append("</")
                .append(tag)
                .append(">\n");
    }

    private static String both(Bilingual text) {
        String chinese = VisibleText.html(text.chinese());
        return text.isSame()
                ? chinese
                : chinese + "<span class=\"en\" lang=\"en\">" + VisibleText.html(text.english()) + "</span>";
    }
}
