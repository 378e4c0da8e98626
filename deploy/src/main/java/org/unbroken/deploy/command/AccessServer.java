package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Mixin;

/** Where requests are, and how one is told of. */
final class AccessServer {
    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    ConsoleClient client() throws IOException, CommandFailure {
        return server.client();
    }

    static String path(String request, String rest) throws CommandFailure {
        return "api/requests/" + ConsoleAddress.id(request, "a request's") + rest;
    }

    static void print(PrintWriter out, JsonObject request) {
        out.println("request   " + request.string("request"));
        out.println("agency    " + request.string("agency"));
        out.println("state     " + request.string("state"));
        out.println("use       " + request.string("use"));
        out.println("for       " + request.string("for"));
        out.println("reason    " + request.string("reason"));
        out.println("until     " + request.string("until"));
        out.println("chain     " + chain(request));
        request.findString("next").ifPresent(next -> out.println("next      " + next));
        request.array("recordings").strings().forEach(id -> out.println("recording " + id));
        out.println("requested " + said(request.object("requested")));
        request.array("approvals").objects().forEach(each -> out.println("approved  " + said(each)));
        request.findObject("refused").ifPresent(each -> out.println("refused   " + said(each)));
        out.flush();
    }

    private static String chain(JsonObject request) {
        JsonArray chain = request.array("chain");
        return chain.strings().isEmpty() ? "nobody has to approve" : String.join(", ", chain.strings());
    }

    private static String said(JsonObject what) {
        return what.string("at")
                + what.findString("office").map(office -> " " + office).orElse("")
                + " by " + what.string("actor")
                + what.findString("by").map(by -> " (" + by + ")").orElse("")
                + what.findString("reason").map(reason -> ": " + reason).orElse("");
    }
}
