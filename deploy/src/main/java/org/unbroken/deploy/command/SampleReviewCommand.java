package org.unbroken.deploy.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "review", description = "Says what was found in one recording that was drawn.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class SampleReviewCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SAMPLE", description = "The sample's id.")
    private String sample;

    @Parameters(index = "1", paramLabel = "RECORDING", description = "The recording's id.")
    private String recording;

    @Option(
            names = "--result",
            required = true,
            paramLabel = "RESULT",
            description = "in-order, faulty or not-possible.")
    private String result;

    @Option(names = "--comment", paramLabel = "TEXT", description = "What was found; needed unless all is in order.")
    private Optional<String> comment = Optional.empty();

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Override
    public Integer call() throws Exception {
        server.client()
                .post(
                        "api/samples/" + ConsoleAddress.id(sample, "a sample's") + "/review",
                        JsonObject.builder()
                                .put("recording", ConsoleAddress.id(recording, "a recording's"))
                                .put("result", result)
                                .putIfPresent("comment", comment)
                                .build());
        return 0;
    }
}
