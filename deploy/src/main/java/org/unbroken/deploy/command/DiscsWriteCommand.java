package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.disc.DiscSetWriter;
import org.unbroken.integrity.disc.DiscSize;
import org.unbroken.integrity.evidence.BundleSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "write", description = "Splits a bundle into images, to be burnt with any program.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class DiscsWriteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BUNDLE", description = "A folder or a .zip.")
    private Path bundle;

    @Option(
            names = "--size",
            required = true,
            paramLabel = "SIZE",
            converter = DiscSizeConverter.class,
            description = "What one disc holds: 4.7GB, 25GB, 100GB.")
    private DiscSize size;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "Where to: nothing, or an empty folder.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Path> images;
        try (BundleSource source = BundleSource.open(bundle);
                Progress progress = Progress.standard()) {
            images = DiscSetWriter.write(source, size, out, DiscInput.xorriso(), progress::step);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        PrintWriter printer = spec.commandLine().getOut();
        images.forEach(image -> printer.println("disc " + image));
        printer.flush();
        return 0;
    }
}
