package org.unbroken.deploy.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "approve", description = "Approves a batch that somebody else requested, with an approver's token.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DisposeApproveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BATCH", description = "The batch's id.")
    private String batch;

    @Option(
            names = "--list",
            required = true,
            paramLabel = "SHA256",
            description = "The digest of the list that is approved, as its request printed it.")
    private String list;

    @Option(names = "--reason", paramLabel = "TEXT", description = "What there is to say.")
    private Optional<String> reason = Optional.empty();

    @Mixin
    private DisposalServer server = new DisposalServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject body = JsonObject.builder()
                .put("list_sha256", list)
                .putIfPresent("reason", reason)
                .build();
        DisposalServer.print(
                spec.commandLine().getOut(), server.client().post(DisposalServer.path(batch, "/approve"), body));
        return 0;
    }
}
