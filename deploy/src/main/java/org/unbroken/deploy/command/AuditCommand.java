package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.scaleout.StoredCluster;
import org.unbroken.deploy.server.StoredFolder;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.note.VerifierKey;
import org.unbroken.storage.custody.AuditReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        description = {
            "Checks a data folder as a whole, without its server: log, camera chains, manifests, every original.",
            "With a cluster's configuration it checks the object store, also while the cluster works: what is on its"
                    + " way then counts as untracked.",
            "Names each object that is changed, missing or untracked. Ends with 1 if one is changed or missing, or if"
                    + " the log contradicts itself; with 2 if all agrees and no key was given, or if"
                    + " there are objects that no entry names and nothing that tells where the log ends."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken audit --data /srv/unbroken --key log.vkey",
            "  unbroken audit --data /srv/unbroken --key log.vkey --without-originals",
            "  unbroken audit --config /etc/unbroken/log.properties --key log.vkey",
            "  unbroken audit --status --server http://127.0.0.1:8080"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Option(
            names = "--without-originals",
            description = "Do not read the originals: sizes are compared, bytes are not. Much faster.")
    private boolean withoutOriginals;

    @Option(
            names = "--status",
            description = "Do not check: ask a running server how far its own audit is, and what it found."
                    + " Ends with 1 if something is changed or missing, with 2 if no round is complete yet.")
    private boolean status;

    @Option(names = "--server", paramLabel = "CONSOLE_URL", description = "For --status: the server's console address.")
    private Optional<String> server = Optional.empty();

    @Option(names = "--json", description = "For --status: print the report as JSON.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (status) {
            return status();
        }
        List<VerifierKey> keys = trust.policy().logs();
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = Progress.standard()) {
            AuditReport report = audit(keys, progress);
            report.findings().forEach(out::println);
            out.println(report.entries() + " entries, " + report.recordings() + " recordings: " + verdict(report));
            out.flush();
            if (!report.isIntact()) {
                return 1;
            }
            return report.keysTrusted() && !report.endInDoubt() ? 0 : 2;
        }
    }

    private int status() throws Exception {
        if (server.isEmpty()) {
            throw new CommandFailure("--status: of which server? --server CONSOLE_URL");
        }
        ConsoleClient console =
                new ConsoleClient(connection.http(), ConnectionOptions.server(server.get(), "/"), connection.token());
        return AuditStatusText.print(
                console.json("api/audit"), spec.commandLine().getOut(), json);
    }

    private AuditReport audit(List<VerifierKey> keys, Progress progress) throws Exception {
        if (folder.isCluster()) {
            try (StoredCluster stored = new StoredCluster(folder.cluster())) {
                return stored.audit(keys, !withoutOriginals, (step, done) -> progress.at(step + ": " + done));
            }
        }
        try (StoredFolder stored = StoredFolder.open(folder.settings())) {
            return stored.audit(keys, !withoutOriginals, (step, done) -> progress.at(step + ": " + done));
        }
    }

    private static String verdict(AuditReport report) {
        if (!report.isIntact()) {
            return "not intact";
        }
        if (report.endInDoubt()) {
            return AuditReport.IN_DOUBT;
        }
        return report.keysTrusted() ? "intact" : "consistent, origin not authenticated (give --key)";
    }
}
