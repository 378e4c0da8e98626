package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "long-term", description = "Enters a fact for which the agency's rulebook keeps footage for long.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RetentionMarkCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", description = "The recording's id.")
    private String recording;

    @Option(
            names = "--trigger",
            required = true,
            paramLabel = "WORD",
            description = "One of the rulebook's retention.triggers, such as dispute (unbroken rulebook show).")
    private String trigger;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "On what ground.")
    private String reason;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject answer = server.client()
                .post(
                        ConsoleAddress.recording(recording, "/long-term"),
                        JsonObject.builder()
                                .put("trigger", trigger)
                                .put("reason", reason)
                                .build());
        PrintWriter out = spec.commandLine().getOut();
        out.println("mark " + answer.string("mark"));
        out.flush();
        return 0;
    }
}
