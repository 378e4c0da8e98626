package org.unbroken.deploy.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.integrity.json.JsonObject;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The server that keeps the cases, and whose are meant. */
final class CaseServer {
    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    ConsoleClient client() throws IOException, CommandFailure {
        return server.client();
    }

    Optional<String> agency() {
        return agency;
    }

    /** The address of a case that is named by its id or by its number. */
    String path(ConsoleClient client, String named, String rest)
            throws CommandFailure, ConsoleException, InterruptedException {
        return "api/cases/" + (ConsoleAddress.isId(named) ? named : numbered(client, named)) + rest;
    }

    private String numbered(ConsoleClient client, String number)
            throws CommandFailure, ConsoleException, InterruptedException {
        String query = "api/cases?number=" + ConsoleAddress.encoded(number)
                + agency.map(of -> "&agency=" + ConsoleAddress.encoded(of)).orElse("");
        List<JsonObject> found = client.json(query).array("cases").objects();
        if (found.size() != 1) {
            throw new CommandFailure(
                    found.isEmpty()
                            ? "no case has the number " + number + "; open it with: unbroken case open"
                            : found.size() + " cases have the number " + number + ": name one by its id, "
                                    + String.join(
                                            " or ",
                                            found.stream()
                                                    .map(file -> file.string("id"))
                                                    .toList()));
        }
        return found.get(0).string("id");
    }
}
