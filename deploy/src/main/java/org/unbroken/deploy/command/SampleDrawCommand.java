package org.unbroken.deploy.command;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "draw",
        description = "Enters what is to be drawn, waits for the next checkpoint of the log, and shows what it drew.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class SampleDrawCommand implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 120;

    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Recordings that began to arrive at or after this, by the server's clock.")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "And before this, which is past.")
    private String to;

    @Option(names = "--count", paramLabel = "N", description = "So many.")
    private Optional<Long> count = Optional.empty();

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            description = "Or such a share, with up to two decimals; no more than 10,000 are drawn.")
    private Optional<BigDecimal> share = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What for.")
    private String reason;

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (count.isPresent() == share.isPresent()) {
            throw new ParameterException(spec.commandLine(), "either --count or --share is needed");
        }
        JsonObject.Builder body = JsonObject.builder()
                .put("from", from)
                .put("to", to)
                .put("reason", reason)
                .putIfPresent("agency", agency);
        count.ifPresent(value -> body.put("count", value));
        if (share.isPresent()) {
            body.put("share_bp", basisPoints(share.get()));
        }
        ConsoleClient client = server.client();
        JsonObject sample = client.post("api/samples", body.build());
        for (int waited = 0; !sample.string("state").equals("drawn") && waited < PATIENCE_SECONDS; waited++) {
            TimeUnit.SECONDS.sleep(1);
            sample = client.json("api/samples/" + sample.string("sample"));
        }
        SampleCommand.print(spec.commandLine().getOut(), sample);
        return sample.string("state").equals("drawn") ? 0 : 2;
    }

    private long basisPoints(BigDecimal percent) {
        try {
            return percent.movePointRight(2).longValueExact();
        } catch (ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), "--share " + percent + ": up to two decimals", e);
        }
    }
}
