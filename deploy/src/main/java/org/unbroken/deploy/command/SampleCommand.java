package org.unbroken.deploy.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        description =
                "Spot checks of samples that nobody can steer: drawn by the hash of a later checkpoint of the log.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken sample draw --from 2026-10-01T00:00:00Z --to 2026-11-01T00:00:00Z --share 5 --reason"
                    + " \"monthly check\" --server http://127.0.0.1:8080"
        },
        subcommands = {
            SampleDrawCommand.class,
            SampleShowCommand.class,
            SampleReviewCommand.class,
            SampleCheckCommand.class
        })
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class SampleCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: draw, show, review or check");
    }

    static void print(java.io.PrintWriter out, org.unbroken.integrity.json.JsonObject sample) {
        out.println("sample     " + sample.string("sample"));
        out.println("state      " + sample.string("state"));
        sample.findObject("drawn").ifPresent(drawn -> {
            out.println("checkpoint " + drawn.integer("tree_size") + " " + drawn.string("root"));
            out.println("seed       " + drawn.string("seed"));
            out.println(
                    "drawn      " + drawn.array("recordings").items().size() + " of " + drawn.integer("population"));
        });
        if (sample.find("capped").isPresent()) {
            out.println("capped     no more than " + sample.integer("most") + " are drawn, whatever the share");
        }
        sample.findArray("recordings")
                .ifPresent(recordings -> recordings.objects().forEach(each -> {
                    out.println("  " + each.string("recording"));
                    each.array("reviews")
                            .objects()
                            .forEach(review -> out.println("    " + review.string("at") + "  "
                                    + review.string("result") + "  "
                                    + review.findString("comment").orElse("") + "  "
                                    + review.findString("by").orElse("")));
                }));
        out.flush();
    }
}
