package org.unbroken.deploy.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Has an approved batch carried out. The server goes on with it also after a restart.",
        footerHeading = "%nExit:%n",
        footer = "0: ordered, with --wait also done. 1: done, and some stay. 2: refused, or could not run.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DisposeRunCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Parameters(paramLabel = "BATCH", description = "The batch's id.")
    private String batch;

    @Option(names = "--leave-out-ineligible", description = "Leave out what may not go any more, and go on.")
    private boolean leaveOut;

    @Option(names = "--wait", description = "Wait until it is done.")
    private boolean wait;

    @Mixin
    private DisposalServer server = new DisposalServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConsoleClient client = server.client();
        client.post(
                DisposalServer.path(batch, "/run"),
                JsonObject.builder().put("leave_out_ineligible", leaveOut).build());
        JsonObject shown = client.json(DisposalServer.path(batch, ""));
        try (Progress progress = Progress.standard()) {
            Pause pause = Pause.real();
            while (wait && !shown.string("state").equals("done")) {
                progress.step("disposed of " + shown.integer("disposed") + " of " + shown.integer("total"));
                pause.of(LOOK);
                shown = client.json(DisposalServer.path(batch, ""));
            }
        }
        DisposalServer.print(spec.commandLine().getOut(), shown);
        spec.commandLine().getOut().flush();
        boolean stay = shown.findObject("done")
                .flatMap(done -> done.findObject("detail"))
                .flatMap(detail -> detail.findInteger("stayed"))
                .filter(count -> count > 0)
                .isPresent();
        return stay ? 1 : 0;
    }
}
