package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.disc.DiscFiles;
import org.unbroken.integrity.disc.FolderDisc;
import org.unbroken.integrity.disc.ImageDisc;
import org.unbroken.integrity.disc.Xorriso;

/** Discs as people name them: where one is mounted, or an image. */
final class DiscInput {
    private DiscInput() {}

    static List<DiscFiles> read(List<Path> discs) throws IOException, CommandFailure {
        List<DiscFiles> read = new ArrayList<>();
        for (Path disc : discs) {
            read.add(read(disc));
        }
        return read;
    }

    static DiscFiles read(Path disc) throws IOException, CommandFailure {
        if (Files.isDirectory(disc)) {
            return FolderDisc.read(disc);
        }
        if (Files.isRegularFile(disc)) {
            return ImageDisc.read(disc, xorriso());
        }
        throw new CommandFailure("no disc there: " + disc);
    }

    static Xorriso xorriso() throws CommandFailure {
        return Xorriso.installed()
                .orElseThrow(
                        () -> new CommandFailure("xorriso lays out and reads images, and is not installed: Debian's"
                                + " \"apt-get install xorriso\" installs it. Mounted discs are read without it"));
    }
}
