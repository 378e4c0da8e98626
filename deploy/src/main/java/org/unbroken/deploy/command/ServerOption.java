package org.unbroken.deploy.command;

import java.io.IOException;
import org.unbroken.deploy.remote.ConsoleClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Of which server a command asks. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class ServerOption {
    @Option(
            names = "--server",
            required = true,
            paramLabel = "CONSOLE_URL",
            description = "The server's console address.")
    private String server;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    ConsoleClient client() throws IOException, CommandFailure {
        return new ConsoleClient(connection.http(), ConnectionOptions.server(server, "/"), connection.token());
    }

    /** An id as a part of an address. */
    static String id(String text) throws CommandFailure {
        if (!text.matches("[0-9a-f-]{36}")) {
            throw new CommandFailure(text + ": not an id (UUIDv7 in lower case)");
        }
        return text;
    }
}
