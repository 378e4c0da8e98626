package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description =
                "How far the sweeper is that lengthens retention by the rulebooks. Ends with 1 if there is something"
                        + " that it cannot lengthen, with 2 if no round is complete yet.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RetentionStatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the server's answer.")
    private boolean json;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject report = server.client().json("api/retention");
        PrintWriter out = spec.commandLine().getOut();
        long failed = report.findInteger("failed").orElse(0L);
        if (json) {
            out.println(report.text());
        } else {
            out.println("state         " + report.string("state"));
            report.findInteger("number").ifPresent(number -> {
                out.println("round         " + number + ", begun " + report.string("began"));
                out.println("looked at     " + report.integer("checked") + " recordings");
                out.println("lengthened    " + report.integer("lengthened"));
                out.println(
                        "last complete " + report.findString("last_complete").orElse("none yet"));
                out.println("failing       " + report.integer("failed"));
            });
            report.findArray("failing").ifPresent(failing -> failing.objects()
                    .forEach(each -> out.println("  " + each.string("recording") + "  kept until "
                            + each.findString("until").orElse("?") + "  " + each.string("why"))));
        }
        out.flush();
        if (failed > 0) {
            return 1;
        }
        return report.findString("last_complete").isPresent() ? 0 : 2;
    }
}
