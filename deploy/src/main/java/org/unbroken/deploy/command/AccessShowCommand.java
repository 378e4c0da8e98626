package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "show", description = "Shows a request and how far it is; without an id, the newest.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AccessShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REQUEST", arity = "0..1", description = "The request's id.")
    private Optional<String> request = Optional.empty();

    @Option(names = "--json", description = "Print the server's answer.")
    private boolean json;

    @Option(names = "--form", paramLabel = "FILE", description = "Write the retrieval form (调用单) of it, HTML to print.")
    private Optional<Path> form = Optional.empty();

    @Mixin
    private AccessServer server = new AccessServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (form.isPresent()) {
            String id = request.orElseThrow(
                    () -> new ParameterException(spec.commandLine(), "--form is of one request: give its id"));
            byte[] page = server.client().bytes(AccessServer.path(id, "/form"));
            Files.write(form.get(), page, StandardOpenOption.CREATE_NEW);
            out.println("form " + form.get());
            out.flush();
            return 0;
        }
        JsonObject answer =
                server.client().json(request.isPresent() ? AccessServer.path(request.get(), "") : "api/requests");
        if (json) {
            out.println(answer.text());
        } else if (request.isPresent()) {
            AccessServer.print(out, answer);
        } else {
            answer.array("requests")
                    .objects()
                    .forEach(each -> out.println(each.string("request") + "  " + each.string("state") + "  "
                            + each.string("use") + "  " + each.string("until") + "  " + each.string("for")));
        }
        out.flush();
        return 0;
    }
}
