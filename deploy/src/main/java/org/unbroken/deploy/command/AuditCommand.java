package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unbroken.deploy.server.OfflineStore;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.storage.custody.AuditReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        description = {
            "Checks a data folder as a whole, offline: log, camera chains, manifests and every original.",
            "It only reads; beside a running server, what is not entered yet shows as untracked."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unbroken audit --data /srv/unbroken --key log.vkey",
            "",
            "0: all is as the log says. 1: something is changed, missing or contradicts the log. 2: no damage found,",
            "but no trusted key vouches for the log; or it could not be checked."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class AuditCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The server's data folder.")
    private Path data;

    @Option(names = "--skip-originals", description = "Check all but the originals' bytes: quick.")
    private boolean skipOriginals;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(data.resolve("worm"))) {
            throw new CommandFailure("--data " + data + ": no data folder of a server (it has no worm)");
        }
        AuditReport report;
        try (Progress progress = Progress.standard()) {
            report = OfflineStore.audit(
                    data, trust.policy().logs(), !skipOriginals, (step, done) -> progress.at(step + ": " + done));
        }
        PrintWriter out = spec.commandLine().getOut();
        report.findings().forEach(finding -> out.println(finding.toString()));
        out.println(report.entries() + " entries, " + report.recordings() + " recordings: "
                + (report.isIntact() ? "intact" : "NOT intact")
                + (report.keysTrusted() ? "" : "; origin not authenticated: no trusted key was given"));
        out.flush();
        if (!report.isIntact()) {
            return 1;
        }
        return report.keysTrusted() ? 0 : 2;
    }
}
