package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.server.OfflineStore;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.storage.custody.RebuildReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description = {
            "Makes the ledger anew from the WORM store alone. The old one is set aside, not deleted.",
            "Refuses while a server holds the folder, and to build on a log that contradicts what was signed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unbroken rebuild --data /srv/unbroken", "  unbroken rebuild --config /etc/unbroken.properties"})
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class RebuildCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "The server's configuration.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "The server's data folder.")
    private Optional<String> data = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (config.isEmpty() && data.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--data or --config is needed");
        }
        Map<Setting, String> overrides = new EnumMap<>(Setting.class);
        data.ifPresent(value -> overrides.put(Setting.DATA, value));
        ServerSettings settings = ServerSettings.load(config, overrides);
        if (!Files.isDirectory(settings.data().resolve("worm"))) {
            throw new CommandFailure(settings.data() + ": no data folder of a server (it has no worm)");
        }
        RebuildReport report;
        try (Progress progress = Progress.standard()) {
            report = OfflineStore.rebuild(settings, (step, done) -> progress.at(step + ": " + done));
        }
        PrintWriter out = spec.commandLine().getOut();
        report.findings().forEach(finding -> out.println(finding.toString()));
        report.recovered().forEach(recording -> out.println("entered anew: recording " + recording));
        out.println(report.entries() + " entries read; "
                + (report.replaced()
                        ? "the ledger is rebuilt, the old one is beside it as ledger.replaced"
                        : "the log contradicts what was signed: NOT rebuilt"));
        out.flush();
        return report.problems().isEmpty() && report.replaced() ? 0 : 1;
    }
}
