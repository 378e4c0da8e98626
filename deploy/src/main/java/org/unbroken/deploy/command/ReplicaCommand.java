package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replicate",
        description = {
            "How far the copy in the second store is. The server that leads the log makes it, where its configuration says"
                    + " replicate = true.",
            "Ends with 1 if objects wait that cannot be brought, or if the copy is further behind than --most-behind; with"
                    + " 0 otherwise."
        },
        footerHeading = "%nExample:%n",
        footer = {"  unbroken replicate --status --server http://127.0.0.1:8080"})
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ReplicaCommand implements Callable<Integer> {
    @Option(names = "--status", description = "Ask the server; there is nothing else to do by hand.")
    private boolean status;

    @Option(
            names = "--most-behind",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "Default: ${DEFAULT-VALUE}.")
    private long mostBehind;

    @Option(names = "--json", description = "Print the server's answer.")
    private boolean json;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!status) {
            throw new CommandFailure("the server makes the copy by itself; --status asks how far it is");
        }
        JsonObject report = server.client().json("api/replica");
        PrintWriter out = spec.commandLine().getOut();
        long behind = report.integer("lag_seconds");
        if (json) {
            out.println(report.text());
        } else {
            out.println("replica  " + report.string("replica"));
            out.println("entries  " + report.integer("copied_entries") + " of " + report.integer("entries"));
            out.println("lag      " + report.integer("lag_entries") + " entries, " + behind + " s");
            List<JsonObject> waiting = report.array("objects_waiting").objects();
            out.println("waiting  " + report.integer("waiting") + " objects");
            waiting.forEach(each -> out.println("  " + each.string("object") + "  " + each.string("why")));
            List<JsonObject> erasing = report.array("erasing").objects();
            out.println("erasing  " + erasing.size() + " recordings");
            erasing.forEach(each -> out.println("  " + each.string("recording")));
            report.findObject("round")
                    .ifPresent(round -> out.println("compared " + round.integer("objects") + " objects, "
                            + round.integer("brought") + " brought, " + round.integer("failed") + " could not be, at "
                            + round.string("ended")));
        }
        out.flush();
        return report.integer("waiting") > 0 || behind > mostBehind ? 1 : 0;
    }
}
