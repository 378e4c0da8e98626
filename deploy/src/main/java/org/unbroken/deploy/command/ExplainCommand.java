package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Says why recordings were interrupted or came late, or why there is none.",
            "Without a RECORDING it stands for a case or an officer: --case or --officer is needed then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken explain interruption --server http://127.0.0.1:8080 --cause battery --spoken-at 312 01a1ffcd-…",
            "  unbroken explain not-made --server http://127.0.0.1:8080 --case K-1 --step hearing --reason 当事人放弃听证"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "interruption, could-not-go-on, not-made, not-permitted or late-upload.")
    private String kind;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "RECORDING", description = "Ids of recordings.")
    private List<String> recordings = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "The explanation; needed unless it is spoken.")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--cause",
            paramLabel = "WORD",
            description = {
                "Of an interruption: device-fault, damage, weather, battery, space, obstruction, place-change.",
                "Of what need not or must not be recorded: explosive-area, secrets-without-consent, state-secret,"
                        + " military-secret, trade-secret, technical-secret, privacy, urgent, impossible, unsuitable,"
                        + " papers-suffice. Or other."
            })
    private Optional<String> cause = Optional.empty();

    @Option(names = "--at", paramLabel = "SECONDS", description = "Where in the footage the interruption is.")
    private Optional<Double> at = Optional.empty();

    @Option(
            names = "--spoken-at",
            paramLabel = "SECONDS",
            description = "Where in the footage it is explained by voice.")
    private Optional<Double> spokenAt = Optional.empty();

    @Option(names = "--in-writing", description = "That there is a statement in writing.")
    private boolean inWriting;

    @Option(names = "--by", paramLabel = "NAME", description = "Whose explanation it is.")
    private Optional<String> by = Optional.empty();

    @Option(names = "--on", paramLabel = "TIME", description = "When it was explained.")
    private Optional<String> on = Optional.empty();

    @Option(names = "--reported-to", paramLabel = "NAME", description = "To whom it was reported.")
    private Optional<String> reportedTo = Optional.empty();

    @Option(names = "--reported-at", paramLabel = "TIME", description = "When.")
    private Optional<String> reportedAt = Optional.empty();

    @Option(names = "--case", paramLabel = "NUMBER", description = "The case's number.")
    private Optional<String> caseNumber = Optional.empty();

    @Option(names = "--officer", paramLabel = "NAME", description = "Whose recording lacks.")
    private Optional<String> officer = Optional.empty();

    @Option(names = "--unit", paramLabel = "NAME", description = "Of which unit.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--step", paramLabel = "WORD", description = "Which step of the rulebook's list lacks.")
    private Optional<String> step = Optional.empty();

    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject.Builder body = JsonObject.builder()
                .put("kind", kind)
                .putIfPresent("reason", reason)
                .putIfPresent("cause", cause)
                .put("in_writing", inWriting)
                .putIfPresent("explained_by", by)
                .putIfPresent("explained_at", on)
                .putIfPresent("reported_to", reportedTo)
                .putIfPresent("reported_at", reportedAt)
                .putIfPresent("case", caseNumber)
                .putIfPresent("officer", officer)
                .putIfPresent("unit", unit)
                .putIfPresent("step", step);
        at.ifPresent(seconds -> body.put("at_us", micros(seconds)));
        spokenAt.ifPresent(seconds -> body.put("spoken_at_us", micros(seconds)));
        ConsoleClient client = server.client();
        PrintWriter out = spec.commandLine().getOut();
        if (recordings.isEmpty()) {
            JsonObject answer = client.post(
                    "api/explanations", body.putIfPresent("agency", agency).build());
            out.println("explanation " + answer.string("id"));
        }
        for (String id : recordings) {
            JsonObject answer = client.post(ConsoleAddress.recording(id, "/explained"), body.build());
            out.println("recording " + id);
            List<JsonObject> all = answer.array("explanations").objects();
            if (!all.isEmpty()) {
                JsonArray lacking = all.get(all.size() - 1).array("lacking");
                lacking.objects()
                        .forEach(said -> out.println("  lacks " + said.string("zh") + " " + said.string("en")));
            }
        }
        out.flush();
        return 0;
    }

    private static long micros(double seconds) {
        return Math.round(seconds * 1_000_000);
    }
}
