package org.unbroken.storage.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of docs/REGULATIONS.md, made from the rulebooks; what stands above each is written by hand. */
final class RegulationsPage {
    static final int ROWS = 35;
    private static final int LONGEST_CELL = 60;

    private RegulationsPage() {}

    /** The page as it is, with each section's table made anew. */
    static String withTables(String page, List<Rulebook> books) {
        StringBuilder made = new StringBuilder();
        int row = 0;
        for (String line : page.lines().toList()) {
            if (line.startsWith("## ")) {
                if (row > 0) {
                    made.append(table(row, books)).append("\n");
                }
                row++;
            }
            if (!line.startsWith("|")) {
                made.append(line).append("\n");
            }
        }
        made.append(table(row, books));
        return made.toString().replaceAll("\n{3,}", "\n\n");
    }

    private static String table(int row, List<Rulebook> books) {
        List<String> lines = new ArrayList<>();
        lines.add("| setting | "
                + books.stream().map(book -> book.code().orElseThrow()).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---".repeat(books.size() + 1) + "|");
        for (Rule<?> rule : Rules.all()) {
            if (rule.rows().contains(row)) {
                lines.add("| `" + rule.name() + "` | "
                        + books.stream().map(book -> cell(book.setting(rule))).collect(Collectors.joining(" | "))
                        + " |");
            }
        }
        return "\n" + String.join("\n", lines) + "\n";
    }

    private static String cell(RuleSetting<?> setting) {
        String value = shown(setting.value());
        String shortened = value.length() <= LONGEST_CELL ? value : value.substring(0, LONGEST_CELL - 1) + "…";
        String articles = setting.articles().isEmpty() ? "" : " " + setting.articlesText();
        return setting.silent() ? "(" + shortened + ")" + articles : shortened + " **" + setting.articlesText() + "**";
    }

    private static String shown(Object value) {
        if (value instanceof Term term) {
            return term.wire();
        }
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        if (value instanceof java.util.Collection<?> many) {
            return many.isEmpty() ? "none" : many.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value.equals("") ? "none" : String.valueOf(value);
    }
}
