package org.unbroken.integrity.machine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs of the distribution that tests use and a machine may lack: fetched and unpacked into {@code target}, never installed. */
public final class DebianPackages {
    private final Path folder;

    private DebianPackages(Path folder) {
        this.folder = folder;
    }

    /** Empty where they cannot be had: another distribution, no way to its mirrors, no lists and no right to fetch them. */
    public static Optional<DebianPackages> fetch(String... names) throws IOException, InterruptedException {
        Path folder = Path.of("target", "packages", names[0]).toAbsolutePath();
        Path done = folder.resolve(".complete");
        if (!Files.exists(done)) {
            Files.createDirectories(folder);
            String all = String.join(" ", names);
            String download = "apt-get download -qq " + all;
            int exit = new ProcessBuilder(
                            "sh",
                            "-c",
                            "command -v apt-get >/dev/null && (" + download + " || (apt-get update -qq && " + download
                                    + ")) && for deb in *.deb; do dpkg-deb -x \"$deb\" . || exit 1; done")
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                return Optional.empty();
            }
            Files.createFile(done);
        }
        return Optional.of(new DebianPackages(folder));
    }

    /** A file of the packages, by the end of its path. */
    public Optional<Path> find(String end) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.endsWith(end)).sorted().findFirst();
        }
    }

    /** Where their shared libraries are, as {@code LD_LIBRARY_PATH} has it. */
    public String libraries() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> folders = all.filter(
                            path -> path.getFileName().toString().contains(".so"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
            return folders.stream().map(Path::toString).collect(Collectors.joining(":"));
        }
    }
}
