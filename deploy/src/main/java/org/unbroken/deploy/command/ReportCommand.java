package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = {
            "Tells the server the moments that upload deadlines are counted from, and claims an exception.",
            "Without them the server assumes each moment, and says so."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken report --server http://127.0.0.1:8080 --returned 2026-11-20T19:10:00+08:00 \\",
            "    --exception continuous --unable --because 连续执勤 01a1ffcd-…"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", arity = "1..*", description = "Ids of recordings.")
    private List<String> recordings = new ArrayList<>();

    @Option(names = "--returned", paramLabel = "TIME", description = "When the officers were back at the unit.")
    private Optional<String> returned = Optional.empty();

    @Option(names = "--day-ended", paramLabel = "TIME", description = "When the day's enforcement ended.")
    private Optional<String> dayEnded = Optional.empty();

    @Option(
            names = "--exception",
            paramLabel = "WORD",
            description = "special, continuous, away, remote, on-water or hard-to-reach: why the upload comes later.")
    private Optional<String> exception = Optional.empty();

    @Option(names = "--because", paramLabel = "TEXT", description = "The exception's reason; needed with --exception.")
    private Optional<String> because = Optional.empty();

    @Option(names = "--unable", description = "That handing over in time was truly impossible (确实无法).")
    private boolean unable;

    @Option(names = "--approved-by", paramLabel = "NAME", description = "Who approved the exception.")
    private Optional<String> approvedBy = Optional.empty();

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (exception.isPresent() != because.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--exception and --because belong together");
        }
        if (returned.isEmpty() && dayEnded.isEmpty() && exception.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "one of --returned, --day-ended and --exception is needed");
        }
        JsonObject.Builder body =
                JsonObject.builder().putIfPresent("returned", returned).putIfPresent("day_ended", dayEnded);
        exception.ifPresent(word -> body.put(
                "exception",
                JsonObject.builder()
                        .put("circumstance", word)
                        .put("unable", unable)
                        .putIfPresent("reason", because)
                        .putIfPresent("approved_by", approvedBy)
                        .build()));
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        for (String id : recordings) {
            client.post(ConsoleAddress.recording(id, "/reported"), body.build());
            client.json(ConsoleAddress.recording(id, "")).array("deadlines").objects().stream()
                    .filter(deadline -> deadline.string("duty").equals("upload"))
                    .forEach(upload -> out.println(id + " upload " + CaseText.deadline(upload)));
        }
        out.flush();
        return 0;
    }
}
