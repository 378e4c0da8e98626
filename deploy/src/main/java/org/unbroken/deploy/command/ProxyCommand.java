package org.unbroken.deploy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Amounts;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.transcode.DescriptionState;
import org.unbroken.transcode.ProxyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "proxy",
        description = "Makes a small copy for viewing: H.264 and AAC in MP4, playing from its first byte.",
        footerHeading = "%nExample:%n",
        footer = {
            "  unbroken proxy clip.ts --out clip-proxy.mp4",
            "",
            "0: made. 1: the file could not be read, or not to its end (what could be is in OUT). 2: could not run."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ProxyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Any recording.")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "Where to write the proxy.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("not a file: " + file);
        }
        if (Files.exists(out) && Files.isSameFile(file, out)) {
            throw new CommandFailure("--out " + out + " is the recording itself");
        }
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new CommandFailure("--out " + out + ": not a file's name in a folder that can be written to");
        }
        ProxyResult result;
        try (ScratchWorkers workers = ScratchWorkers.start();
                Progress progress = Progress.standard()) {
            progress.step("making " + out);
            // The worker burns a recording's id into what it makes; a file in hand has only its name.
            result = workers.media().proxy(file.toAbsolutePath(), out.toAbsolutePath(), "");
        }
        if (result.reason() != null) {
            spec.commandLine().getErr().println("unbroken: " + file + ": " + result.reason());
        }
        if (result.file() != null) {
            spec.commandLine()
                    .getOut()
                    .println(result.file() + "  " + Amounts.bytes(result.sizeBytes()) + "  "
                            + Amounts.micros(result.durationMicros()));
        }
        return result.state() == DescriptionState.DONE ? 0 : 1;
    }
}
