package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Mixin;

/** Where the batches are, and how one is told of. */
final class DisposalServer {
    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    ConsoleClient client() throws IOException, CommandFailure {
        return server.client();
    }

    static String path(String batch, String rest) throws CommandFailure {
        return "api/disposals/" + ConsoleAddress.id(batch, "a batch's") + rest;
    }

    static void print(PrintWriter out, JsonObject batch) {
        out.println("batch     " + batch.string("batch"));
        out.println("agency    " + batch.string("agency"));
        out.println("state     " + batch.string("state"));
        out.println("list      " + batch.string("list_sha256"));
        out.println("requested " + said(batch.object("requested")));
        batch.array("approvals").objects().forEach(each -> out.println("approved  " + said(each)));
        batch.findObject("ordered").ifPresent(each -> out.println("ordered   " + said(each)));
        batch.findInteger("total")
                .ifPresent(total -> out.println("disposed  " + batch.integer("disposed") + " of " + total));
        batch.findObject("done").ifPresent(done -> {
            out.println("done      " + done.string("at"));
            done.findObject("detail")
                    .flatMap(detail -> detail.findArray("stay"))
                    .ifPresent(stay -> stay.objects()
                            .forEach(each -> out.println(
                                    "stays     " + each.string("recording") + " " + each.string("reason"))));
        });
    }

    private static String said(JsonObject what) {
        String name = what.findObject("detail")
                .flatMap(detail -> detail.findString("by"))
                .map(by -> " (" + by + ")")
                .orElse("");
        return what.string("at") + " by " + what.string("actor") + name;
    }
}
