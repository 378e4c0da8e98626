package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.RecordingId;
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
            "    --to 2026-11-20T18:00:00+08:00 --officer 李四 --reason 当事人投诉",
            "",
            "Exit: 0: kept. 1: some could not be kept, and are named. 2: nothing was, or could not run."
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

    @Option(
            names = "--complaint",
            paramLabel = "ID",
            description = "The id that an earlier try printed, to go on with it: what it kept is not kept twice.")
    private Optional<String> complaint = Optional.empty();

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
        PrintWriter out = spec.commandLine().getOut();
        // Before it is sent: whoever gets no answer orders it again under the same id, and nothing is kept twice.
        String id = complaint.orElseGet(() ->
                RecordingId.generate(InstantSource.system(), new SecureRandom()).value());
        out.println("complaint " + id);
        out.flush();
        JsonObject answer = server.client()
                .post(
                        "api/complaints",
                        JsonObject.builder()
                                .put("complaint", id)
                                .putIfPresent("agency", agency)
                                .putIfPresent("case", number)
                                .putIfPresent("from", from)
                                .putIfPresent("to", to)
                                .putIfPresent("camera", camera)
                                .putIfPresent("officer", officer)
                                .putIfPresent("reference", reference)
                                .put("reason", reason)
                                .build());
        out.println("kept by   " + answer.string("kept_by"));
        answer.array("recordings").strings().forEach(out::println);
        List<JsonObject> refused = answer.array("refused").objects();
        refused.forEach(each -> out.println("not kept  " + each.string("recording") + " " + each.string("reason")));
        if (!refused.isEmpty()) {
            out.println("order it again with --complaint " + id);
        }
        out.flush();
        return refused.isEmpty() ? 0 : 1;
    }
}
