package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.unbroken.storage.rules.Language;
import org.unbroken.storage.rules.Problem;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookException;
import org.unbroken.storage.rules.RulebookShelf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "rulebook",
        description = "Shows, checks and compares the regulations as the system obeys them.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken rulebook show C --lang zh",
            "  unbroken rulebook check our-county.json",
            "  unbroken rulebook compare A G"
        },
        subcommands = {
            RulebookListCommand.class,
            RulebookShowCommand.class,
            RulebookCheckCommand.class,
            RulebookCompareCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class RulebookCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, show, check or compare");
    }

    /** The language of names and explanations; wording is always the regulation's own. */
    static final class Words {
        @Option(names = "--lang", paramLabel = "zh|en", description = "Language; without it that of the environment.")
        private Optional<String> lang = Optional.empty();

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        Language language() {
            String told = lang.orElseGet(() -> java.util.Locale.getDefault().getLanguage());
            if (lang.isPresent() && !told.equals("zh") && !told.equals("en")) {
                throw new ParameterException(spec.commandLine(), "--lang " + told + ": zh or en");
            }
            return told.equals("zh") ? Language.ZH : Language.EN;
        }

        String say(String zh, String en) {
            return language() == Language.ZH ? zh : en;
        }
    }

    /** A shipped one by its id or letter, or a file. */
    static Rulebook find(String word, Words words) throws CommandFailure, IOException {
        RulebookShelf shelf = new RulebookShelf();
        Optional<Rulebook> shipped = shelf.find(word);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        Path file = Path.of(word);
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(words.say(
                    "没有规则书 " + word + "，也没有这样的文件；见 unbroken rulebook list",
                    "no rulebook " + word + ", and no such file; see: unbroken rulebook list"));
        }
        try {
            return shelf.read(file);
        } catch (RulebookException e) {
            StringBuilder all = new StringBuilder(words.say("不是合格的规则书：", "not a rulebook:"));
            for (Problem problem : e.problems()) {
                all.append(System.lineSeparator()).append("  ").append(problem.in(words.language()));
            }
            throw new CommandFailure(all.toString(), e);
        }
    }
}
