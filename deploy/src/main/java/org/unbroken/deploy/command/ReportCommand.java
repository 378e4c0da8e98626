package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "Without them the server assumes each moment, and says so. And the moments that a recording has to span."
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
            names = "--arrived",
            paramLabel = "TIME",
            description = "When they arrived at the place; of the first recording made there.")
    private Optional<String> arrived = Optional.empty();

    @Option(
            names = "--activity-ended",
            paramLabel = "TIME",
            description = "When what was done there ended; of the last recording made there.")
    private Optional<String> activityEnded = Optional.empty();

    @Option(
            names = "--left",
            paramLabel = "TIME",
            description = "When they left the place; of the last recording made there.")
    private Optional<String> left = Optional.empty();

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
        boolean noMoment =
                Stream.of(returned, dayEnded, arrived, activityEnded, left).allMatch(Optional::isEmpty);
        if (noMoment && exception.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "one of --returned, --day-ended, --arrived, --activity-ended, --left and --exception is needed");
        }
        JsonObject.Builder body = JsonObject.builder()
                .putIfPresent("returned", returned)
                .putIfPresent("day_ended", dayEnded)
                .putIfPresent("arrived", arrived)
                .putIfPresent("activity_ended", activityEnded)
                .putIfPresent("left", left);
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
