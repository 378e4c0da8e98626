package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.unbroken.deploy.server.StoredFolder;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.storage.custody.RebuildReport;
import org.unbroken.storage.custody.RebuildSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description = {
            "Makes log index and ledger anew from the WORM store alone. The old one is set aside, not deleted.",
            "Refuses a log that was cut off: compares it with the old ledger and with keys/log.published.",
            "Refuses while a server holds the folder. Ends with 1 if something is missing, changed or contradicts"
                    + " the log, and names it.",
            "A log node of a cluster needs none: what it has for an index it makes by following the log from the"
                    + " beginning. Stop the node, take DATA/state/ledger away, start it."
        },
        footerHeading = "%nExample:%n",
        footer = {"  unbroken rebuild --data /srv/unbroken", "  unbroken rebuild --data /srv/unbroken --fast"})
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class RebuildCommand implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Option(
            names = "--fast",
            description = {
                "For when the ledger has to be back soon: checks the log alone, each entry, checkpoint and camera chain,"
                        + " and the documents that its rows are made of.",
                "Not checked then: that originals, manifests and analyses are there and whole (run audit afterwards),"
                        + " and whether there are manifests without an entry (the seal job comes to them again)."
            })
    private boolean fast;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (folder.isCluster()) {
            throw new CommandFailure(
                    "this is a cluster's configuration. A log node's index is made by following the log"
                            + " from its beginning, which checks it as a rebuild does: stop the node, take its folder's"
                            + " state/ledger away, start it again. The objects are for unbroken audit to check");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (StoredFolder stored = StoredFolder.open(folder.settings());
                Progress progress = Progress.standard()) {
            RebuildReport report = stored.rebuild(
                    fast ? RebuildSettings.Checks.LOG : RebuildSettings.Checks.OBJECTS,
                    (step, done) -> progress.at(step + ": " + done));
            report.findings().forEach(out::println);
            report.recovered()
                    .forEach(id -> out.println("entered anew: recording " + id + " had a manifest and no entry"));
            out.println(report.entries() + " entries read. "
                    + (report.replaced()
                            ? "The ledger is made anew; the old one is kept beside it."
                            : "The log in the store is cut off or contradicts what was published: the ledger is left as it"
                                    + " was."));
            if (fast) {
                out.println("Objects were not looked at: unbroken audit does that.");
            }
            out.flush();
            return report.problems().isEmpty() ? 0 : 1;
        }
    }
}
