package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "complaint",
        description = {
            "Somebody complained: collects what was filmed at once, and has it kept: for long where the agency's rulebook",
            "keeps disputed footage for long, else under a hold with the complaint's id."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken complaint --server http://127.0.0.1:8080 --from 2026-11-20T08:00:00+08:00 \\",
            "    --to 2026-11-20T18:00:00+08:00 --officer 李四 --reason 当事人投诉"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ComplaintCommand implements Callable<Integer> {
    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--case", paramLabel = "NUMBER", description = "What was filmed of this case.")
    private Optional<String> number = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "What was filmed from then on; with --to.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Until then.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--camera", paramLabel = "CAMERA", description = "By this camera alone.")
    private Optional<String> camera = Optional.empty();

    @Option(names = "--officer", paramLabel = "NAME", description = "By, or with, this officer alone.")
    private Optional<String> officer = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What the complaint is about.")
    private String reason;

    @Option(names = "--reference", paramLabel = "TEXT", description = "The complaint's own number.")
    private Optional<String> reference = Optional.empty();

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JsonObject answer = server.client()
                .post(
                        "api/complaints",
                        JsonObject.builder()
                                .putIfPresent("agency", agency)
                                .putIfPresent("case", number)
                                .putIfPresent("from", from)
                                .putIfPresent("to", to)
                                .putIfPresent("camera", camera)
                                .putIfPresent("officer", officer)
                                .putIfPresent("reference", reference)
                                .put("reason", reason)
                                .build());
        PrintWriter out = spec.commandLine().getOut();
        out.println("complaint " + answer.string("complaint"));
        out.println("kept by   " + answer.string("kept_by"));
        answer.array("recordings").strings().forEach(out::println);
        out.flush();
        return 0;
    }
}
