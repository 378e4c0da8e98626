package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.deploy.server.DrillFolder;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.integrity.Timestamps;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.replica.DrillReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        description = {
            "Restores from the second store alone into an empty folder, makes the ledger anew there, and checks log,"
                    + " documents and originals against the log's signed checkpoint. The first store is not asked.",
            "Ends with 1 if anything is missing, changed or contradicts the log. With --all the folder is one that a server"
                    + " can work in, once the log's key lies in its keys/."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken drill --replica /mnt/second/worm --out /tmp/drill --key log.vkey",
            "  unbroken drill --config /etc/unbroken/server.properties --out /tmp/drill --key log.vkey --all"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DrillCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "An empty folder, or none.")
    private Path out;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration that names the replica.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--replica",
            paramLabel = "FOLDER",
            description = "Instead: the copy's folder, with recordings/ and log/; named worm.")
    private Optional<Path> replica = Optional.empty();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "So many originals, drawn by lot, are brought back and read. Default: 20.")
    private Optional<Integer> sample = Optional.empty();

    @Option(names = "--all", description = "All originals.")
    private boolean all;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<VerifierKey> keys = trust.policy().logs();
        if (keys.isEmpty()) {
            throw new CommandFailure("a drill needs the log's key, from elsewhere than the copy: --key VKEY|FILE");
        }
        if (all && sample.isPresent()) {
            throw new CommandFailure("either --all or --sample");
        }
        if (sample.isPresent() && sample.get() < 0) {
            throw new CommandFailure("--sample " + sample.get() + ": 0 or more");
        }
        requireEmpty(out);
        Instant began = Instant.now();
        try (DrillFolder folder = new DrillFolder(settings(), out, Clock.systemUTC(), new SecureRandom());
                Progress progress = Progress.standard()) {
            DrillReport report = folder.run(
                    keys,
                    all ? OptionalInt.empty() : OptionalInt.of(sample.orElse(20)),
                    (step, done) -> progress.at(step + ": " + done));
            print(report, began, Duration.between(began, Instant.now()));
            return report.problems().isEmpty() ? 0 : 1;
        }
    }

    private ServerSettings settings() throws CommandFailure, SettingsException {
        if (config.isPresent() == replica.isPresent()) {
            throw new CommandFailure("which copy? --replica FOLDER, or --config FILE that names it");
        }
        Map<Setting, String> overrides = new EnumMap<>(Setting.class);
        replica.ifPresent(folder -> overrides.put(
                Setting.REPLICA_FOLDER, folder.toAbsolutePath().normalize().toString()));
        boolean cluster = config.isPresent() && ServerSettings.isOfCluster(config.get());
        return ServerSettings.load(cluster ? NodeRole.OFFLINE : NodeRole.SERVE, config, overrides);
    }

    private static void requireEmpty(Path folder) throws IOException, CommandFailure {
        if (Files.exists(folder)) {
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isPresent()) {
                    throw new CommandFailure("--out " + folder + " is not empty: a drill begins with nothing");
                }
            }
        }
    }

    private void print(DrillReport report, Instant began, Duration took) {
        PrintWriter writer = spec.commandLine().getOut();
        Table table = new Table("what", "count")
                .row("entries under the newest checkpoint", String.valueOf(report.checkpoint()))
                .row(
                        "the last of them was entered at",
                        report.newest().map(Timestamps::format).orElse("cannot be told"))
                .row("what would be lost, when this began", lost(report, began))
                .row("entries rebuilt", String.valueOf(report.entries()))
                .row("recordings in the log", String.valueOf(report.recordings()))
                .row("originals in the copy", String.valueOf(report.originals()))
                .row(
                        "originals brought back and read",
                        String.valueOf(report.restored().size()))
                .row("objects brought back", String.valueOf(report.objects()))
                .row("bytes brought back", String.valueOf(report.bytes()))
                .row("seconds", String.valueOf(took.toSeconds()))
                .row("problems", String.valueOf(report.problems().size()));
        table.lines().forEach(writer::println);
        report.findings().forEach(writer::println);
        writer.println(report.problems().isEmpty() ? "restored: as the log has it" : "NOT restored as the log has it");
        writer.flush();
    }

    /** A checkpoint has no time: its last entry has, by the server's clock. */
    private static String lost(DrillReport report, Instant began) {
        return report.newest()
                .map(newest -> "what was entered in the last "
                        + Math.max(0, Duration.between(newest, began).toSeconds()) + " s, if anything was")
                .orElse("cannot be told");
    }
}
