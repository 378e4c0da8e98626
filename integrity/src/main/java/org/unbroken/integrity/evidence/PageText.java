package org.unbroken.integrity.evidence;

import java.util.List;
import java.util.stream.Collectors;

/** A page as plain text: Chinese first, English after it. Commands are indented by four spaces, and nothing else is. */
final class PageText {
    private final StringBuilder out = new StringBuilder();

    private PageText() {}

    static String of(Page page) {
        PageText text = new PageText();
        text.line(page.title().chinese());
        text.line(page.title().english());
        text.line("=".repeat(60));
        page.blocks().forEach(text::block);
        return text.out.toString();
    }

    private void block(Page.Block block) {
        line("");
        if (block instanceof Page.Heading heading) {
            line(both(heading.text()));
            line((heading.level() == 2 ? "-" : ".").repeat(60));
        } else if (block instanceof Page.Paragraph paragraph) {
            lines(paragraph.text());
        } else if (block instanceof Page.Bullets bullets) {
            bullets.items().forEach(item -> lines(new Bilingual("- " + item.chinese(), "- " + item.english())));
        } else if (block instanceof Page.Facts facts) {
            facts.facts().forEach(fact -> line(both(fact.name()) + ": " + both(fact.value())));
        } else if (block instanceof Page.Grid grid) {
            line(row(grid.head()));
            grid.rows().forEach(row -> line(row(row)));
        } else if (block instanceof Page.Commands commands) {
            commands.lines().forEach(command -> line("    " + command));
        }
    }

    private static String row(List<Bilingual> cells) {
        return cells.stream().map(PageText::both).collect(Collectors.joining(" | "));
    }

    private void lines(Bilingual text) {
        line(text.chinese());
        if (!text.isSame()) {
            line(text.english());
        }
    }

    private static String both(Bilingual text) {
        if (text.chinese().isEmpty()) {
            return "____________________";
        }
        return text.isSame() ? text.chinese() : text.chinese() + " / " + text.english();
    }

    private void line(String text) {
        out.append(VisibleText.of(text)).append('\n');
    }
}
