package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.storage.rules.Rule;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;
import org.unbroken.storage.rules.type.Strictness;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description = "Shows where two rulebooks differ, and which setting of the second is stricter than the first's.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RulebookCompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "Id or letter of a shipped one, or a file.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "As A.")
    private String second;

    @Mixin
    private RulebookCommand.Words words = new RulebookCommand.Words();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Rulebook one = RulebookCommand.find(first, words);
        Rulebook other = RulebookCommand.find(second, words);
        Table table = new Table(words.say("规则", "rule"), one.id(), other.id(), words.say("后者", "the second is"));
        int same = 0;
        for (Rule<?> rule : Rules.all()) {
            if (!row(rule, one, other, table)) {
                same++;
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        table.lines().forEach(out::println);
        out.println();
        out.println(words.say(
                "其余 " + same + " 项相同；括号内为条文未写时的假设",
                same + " more are the same; what is only assumed stands in brackets"));
        out.flush();
        return 0;
    }

    private <T> boolean row(Rule<T> rule, Rulebook one, Rulebook other, Table table) {
        Strictness strictness = rule.type().compare(one.value(rule), other.value(rule));
        if (strictness == Strictness.SAME) {
            return false;
        }
        table.row(
                rule.name(),
                shown(one.setting(rule)),
                shown(other.setting(rule)),
                switch (strictness) {
                    case STRICTER -> words.say("较严", "stricter");
                    case LAXER -> words.say("较宽", "laxer");
                    default -> words.say("不可比", "not comparable");
                });
        return true;
    }

    private String shown(RuleSetting<?> setting) {
        String value = RulebookShowCommand.value(setting.value(), words.language());
        String shortened = value.length() <= 40 ? value : value.substring(0, 39) + "…";
        return setting.silent() ? "(" + shortened + ")" : shortened + "  [" + setting.articlesText() + "]";
    }
}
