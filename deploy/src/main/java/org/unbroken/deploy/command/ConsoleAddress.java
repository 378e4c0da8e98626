package org.unbroken.deploy.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.unbroken.deploy.remote.ConsoleClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The server that a command speaks to, over its API. */
@SuppressWarnings("NullAway.Init") // picocli sets it
final class ConsoleAddress {
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

    static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /** An id as a part of an address; {@code whose}: such as "a recording's". */
    static String id(String text, String whose) throws CommandFailure {
        if (!isId(text)) {
            throw new CommandFailure(text + ": not " + whose + " id (UUIDv7 in lower case)");
        }
        return text;
    }

    static String recording(String id, String rest) throws CommandFailure {
        return "api/recordings/" + id(id, "a recording's") + rest;
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
