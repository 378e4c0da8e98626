package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "register", description = "The register (调阅登记): who saw and was given what, approved by whom, and why.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AccessRegisterCommand implements Callable<Integer> {
    @Option(names = "--agency", paramLabel = "AGENCY", description = "Whose; needed where the token is bound to none.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--from", paramLabel = "DAY", description = "From this day, or moment, on.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DAY", description = "Until the end of this day, or before this moment.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", description = "json, csv or html. Default: ${DEFAULT-VALUE}.")
    private String format = "csv";

    @Option(names = "--lang", paramLabel = "LANG", description = "zh or en. Default: ${DEFAULT-VALUE}.")
    private String language = "zh";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; without it, standard output.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private AccessServer server = new AccessServer();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        StringBuilder path = new StringBuilder("api/register?format=")
                .append(encoded(format))
                .append("&lang=")
                .append(encoded(language));
        agency.ifPresent(value -> path.append("&agency=").append(encoded(value)));
        from.ifPresent(value -> path.append("&from=").append(encoded(value)));
        to.ifPresent(value -> path.append("&to=").append(encoded(value)));
        byte[] register = server.client().bytes(path.toString());
        PrintWriter printer = spec.commandLine().getOut();
        if (out.isPresent()) {
            Files.write(out.get(), register, StandardOpenOption.CREATE_NEW);
            printer.println("register " + out.get());
        } else {
            printer.println(new String(register, StandardCharsets.UTF_8));
        }
        printer.flush();
        return 0;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
