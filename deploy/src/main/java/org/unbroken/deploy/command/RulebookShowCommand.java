package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Term;
import org.unbroken.storage.rules.Vocabulary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows each setting of a rulebook with its article and wording, or with what is assumed.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RulebookShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RULEBOOK", description = "Id or letter of a shipped one, or a file.")
    private String rulebook;

    @Option(names = "--json", description = "Print it whole as canonical JSON: what its SHA-256 is of.")
    private boolean json;

    @Option(names = "--quoted", description = "Only what the text settles.")
    private boolean quoted;

    @Mixin
    private RulebookCommand.Words words = new RulebookCommand.Words();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Rulebook book = RulebookCommand.find(rulebook, words);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            // Without a line's end: sha256sum of this output is the rulebook's digest.
            out.print(book.json().text());
        } else {
            print(book, out);
        }
        out.flush();
        return 0;
    }

    private void print(Rulebook book, PrintWriter out) {
        out.println(book.name().in(words.language()));
        out.println(
                book.id() + " " + book.version() + "  sha256 " + book.digest().hex());
        book.parent()
                .ifPresent(parent -> out.println(words.say("上级 ", "derived from ") + parent.string("id") + " "
                        + parent.string("version") + "  sha256 " + parent.string("sha256")));
        for (RuleSetting<?> setting : book.settings().values()) {
            if (quoted && setting.silent()) {
                continue;
            }
            out.println();
            out.println(setting.rule().name() + " = " + value(setting.value(), words.language()));
            if (!setting.articles().isEmpty()) {
                out.println("    " + words.say("第" + setting.articlesText() + "条", "article " + setting.articlesText())
                        + "  “" + setting.wordingText() + "”");
            }
            setting.assumption()
                    .ifPresent(said -> out.println(
                            "    " + words.say("条文未写（假设）  ", "silent, assumed  ") + said.in(words.language())));
            setting.note()
                    .ifPresent(said -> out.println("    " + words.say("注  ", "note  ") + said.in(words.language())));
        }
    }

    static String value(Object value, Language language) {
        if (value instanceof Term term) {
            return term.in(language);
        }
        if (value instanceof Boolean flag) {
            return language == Language.ZH ? (flag ? "是" : "否") : (flag ? "yes" : "no");
        }
        String words = value instanceof Collection<?> many
                ? Vocabulary.in(language, many.stream().map(String::valueOf).toList())
                : Vocabulary.in(language, value.toString());
        return words.isEmpty() ? Vocabulary.in(language, "none") : words;
    }
}
