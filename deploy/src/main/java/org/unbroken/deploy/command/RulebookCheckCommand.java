package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unbroken.storage.rules.Problem;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookException;
import org.unbroken.storage.rules.RulebookShelf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = {
            "Checks a rulebook's file: the schema, its wording against the regulation's text where that lies beside it,",
            "and that it is no laxer than its parent. Exit 1 and a line for each thing that is wrong."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RulebookCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The rulebook.")
    private Path file;

    @Mixin
    private RulebookCommand.Words words = new RulebookCommand.Words();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(words.say("不是文件：", "not a file: ") + file);
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            Rulebook book = new RulebookShelf().read(file);
            long own = book.settings().values().stream()
                    .filter(setting -> !setting.silent())
                    .count();
            out.println(words.say("合格  ", "good  ") + book.id() + " " + book.version() + "  sha256 "
                    + book.digest().hex());
            out.println(words.say(
                    "引用 " + own + " 项，假设 " + (book.settings().size() - own) + " 项",
                    own + " settings quoted, " + (book.settings().size() - own) + " assumed"));
            return 0;
        } catch (RulebookException e) {
            for (Problem problem : e.problems()) {
                out.println(problem.in(words.language()));
            }
            return 1;
        } finally {
            out.flush();
        }
    }
}
