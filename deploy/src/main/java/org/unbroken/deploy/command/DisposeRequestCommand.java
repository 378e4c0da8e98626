package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "request",
        description = "Fixes which recordings are to go, and prints the batch's id and the digest of its list.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DisposeRequestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", arity = "0..*", description = "Ids of recordings, cases, requests.")
    private List<String> recordings = new ArrayList<>();

    @Option(
            names = "--expired-before",
            paramLabel = "TIME",
            description = "Instead of ids: all whose retention ended before, at most 10,000.")
    private Optional<String> expiredBefore = Optional.empty();

    @Option(
            names = "--ended-files",
            description = {
                "Instead of ids: the details of cases whose time is over and that have no footage left, and of requests",
                "and explanations that nothing needs any more."
            })
    private boolean endedFiles;

    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "On what ground.")
    private String reason;

    @Option(names = "--leave-out-ineligible", description = "Leave out what may not go, and request the rest.")
    private boolean leaveOut;

    @Mixin
    private DisposalServer server = new DisposalServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        int ways = (recordings.isEmpty() ? 0 : 1) + (expiredBefore.isEmpty() ? 0 : 1) + (endedFiles ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(
                    spec.commandLine(), "one of ids, --expired-before and --ended-files is needed");
        }
        JsonObject.Builder body = JsonObject.builder()
                .put("reason", reason)
                .put("leave_out_ineligible", leaveOut)
                .putIfPresent("agency", agency)
                .putIfPresent("expired_before", expiredBefore);
        if (endedFiles) {
            body.put("ended_files", true);
        }
        if (!recordings.isEmpty()) {
            body.put("recordings", JsonArray.ofStrings(recordings));
        }
        JsonObject answer = server.client().post("api/disposals", body.build());
        PrintWriter out = spec.commandLine().getOut();
        out.println("batch " + answer.string("batch"));
        out.println("list  " + answer.string("list_sha256"));
        out.println("recordings " + answer.integer("recordings"));
        answer.array("left_out")
                .objects()
                .forEach(each -> out.println("left out " + each.string("recording") + " " + each.string("reason")));
        out.flush();
        return 0;
    }
}
