package org.unbroken.deploy.command;

import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "refuse", description = "Refuses a request as an office of its chain, or withdraws what was approved.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AccessRefuseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REQUEST", description = "The request's id.")
    private String request;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Mixin
    private AccessServer server = new AccessServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject body = JsonObject.builder().put("reason", reason).build();
        AccessServer.print(
                spec.commandLine().getOut(), server.client().post(AccessServer.path(request, "/refuse"), body));
        return 0;
    }
}
