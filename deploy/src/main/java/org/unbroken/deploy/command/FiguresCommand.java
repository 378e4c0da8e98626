package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "figures",
        description =
                "Figures for assessment, by unit, officer and period: recordings, hours, continuous or not, handed over"
                        + " and labelled in time.",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken figures --server http://127.0.0.1:8080 --from 2026-11-01 --to 2026-12-01 --by unit,officer"
                    + " --out figures.csv"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class FiguresCommand implements Callable<Integer> {
    @Option(names = "--agency", paramLabel = "AGENCY", description = "Only this agency's.")
    private Optional<String> agency = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "Recorded at or after: a time, or a day (UTC).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Recorded before.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "unit",
            description = "agency, unit, officer, or unit,officer. Default: ${DEFAULT-VALUE}.")
    private String by;

    @Option(
            names = "--period",
            paramLabel = "SPAN",
            defaultValue = "all",
            description = "all, year, month or day. Default: ${DEFAULT-VALUE}.")
    private String period;

    @Option(names = "--json", description = "JSON instead of CSV.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Into this file instead of to standard output.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private ConsoleAddress server = new ConsoleAddress();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<String> query = new ArrayList<>();
        add(query, "by", Optional.of(by));
        add(query, "period", Optional.of(period));
        add(query, "format", Optional.of(json ? "json" : "csv"));
        add(query, "agency", agency);
        add(query, "from", from);
        add(query, "to", to);
        byte[] answer = server.client().bytes("api/figures?" + String.join("&", query));
        if (out.isPresent()) {
            Files.write(out.get(), answer);
            return 0;
        }
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(new String(answer, StandardCharsets.UTF_8));
        writer.flush();
        return 0;
    }

    private static void add(List<String> query, String name, Optional<String> value) {
        value.ifPresent(text -> query.add(name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
    }
}
