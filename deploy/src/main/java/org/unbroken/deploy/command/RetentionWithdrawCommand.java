package org.unbroken.deploy.command;

import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "withdraw",
        description = "Says that such a fact was none. The reason ends; the store's date stays where it is.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RetentionWithdrawCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", description = "The recording's id.")
    private String recording;

    @Option(names = "--mark", required = true, paramLabel = "ID", description = "What long-term printed.")
    private String mark;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why it was none.")
    private String reason;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Override
    public Integer call() throws Exception {
        server.client()
                .post(
                        ConsoleAddress.recording(recording, "/long-term/withdraw"),
                        JsonObject.builder()
                                .put("mark", mark)
                                .put("reason", reason)
                                .build());
        return 0;
    }
}
