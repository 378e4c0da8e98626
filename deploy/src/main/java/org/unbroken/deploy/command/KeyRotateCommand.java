package org.unbroken.deploy.command;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.integrity.log.KeyChange;
import org.unbroken.integrity.note.SignedNote;
import org.unbroken.storage.custody.LogKeys;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        description = "Gives the log a new signing key. What the old one signed stays valid.",
        footerHeading = "%n",
        footer = {
            "Prints lines for the policies of those who trust the log: the old key up to the size where the new one",
            "took over. keys/log.change.SIZE is the same as a note, signed by both keys. Where there are several log",
            "nodes, stop all, rotate on one, and copy its key folder to the others."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class KeyRotateCommand implements Callable<Integer> {
    @Mixin
    private KeyFolderOptions folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, CommandFailure {
        DurableFiles files = new DurableFiles(new LocalDisk());
        try (DataFolder taken = folder.take()) {
            SignedNote note =
                    LogKeys.rotate(folder.keys(), folder.mark(), files, folder.passphrase(files), new SecureRandom());
            KeyChange change = KeyChange.verified(note);
            var out = spec.commandLine().getOut();
            out.println("log " + change.oldKey());
            out.println("revoked " + change.oldKey().shortText() + " from-size "
                    + (change.last().size() + 1));
            out.println("log " + change.newKey());
            out.flush();
        }
        return 0;
    }
}
