package org.unbroken.deploy.command;

import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.RulebookShelf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Lists the rulebooks that are shipped.")
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class RulebookListCommand implements Callable<Integer> {
    @Mixin
    private RulebookCommand.Words words = new RulebookCommand.Words();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Table table =
                new Table("", "id", words.say("版本", "version"), words.say("引用", "quoted"), words.say("名称", "name"));
        for (Rulebook book : new RulebookShelf().shipped()) {
            long quoted = book.settings().values().stream()
                    .filter(setting -> !setting.silent())
                    .count();
            table.row(
                    book.code().orElse(""),
                    book.id(),
                    book.version(),
                    quoted + "/" + book.settings().size(),
                    book.name().in(words.language()));
        }
        table.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
