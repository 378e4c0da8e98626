package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.server.StoredFolder;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.storage.custody.RebuildReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description = {
            "Makes log index and ledger anew from the WORM store alone. The old one is set aside, not deleted.",
            "Refuses a log that was cut off: compares it with the old ledger and with keys/log.published.",
            "Refuses while a server holds the folder. Ends with 1 if something is missing, changed or contradicts"
                    + " the log, and names it."
        },
        footerHeading = "%nExample:%n",
        footer = {"  unbroken rebuild --data /srv/unbroken"})
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RebuildCommand implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (StoredFolder stored = StoredFolder.open(folder.settings());
                Progress progress = Progress.standard()) {
            RebuildReport report = stored.rebuild((step, done) -> progress.at(step + ": " + done));
            report.findings().forEach(out::println);
            report.recovered()
                    .forEach(id -> out.println("entered anew: recording " + id + " had a manifest and no entry"));
            out.println(report.entries() + " entries read. "
                    + (report.replaced()
                            ? "The ledger is made anew; the old one is kept beside it."
                            : "The log in the store is cut off or contradicts what was published: the ledger is left as it"
                                    + " was."));
            out.flush();
            return report.problems().isEmpty() ? 0 : 1;
        }
    }
}
