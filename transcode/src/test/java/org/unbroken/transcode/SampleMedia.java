package org.unbroken.transcode;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real footage that lies beside the project where it is developed; tests that need it are skipped elsewhere. */
final class SampleMedia {
    private static final Path FOLDER = Path.of(System.getProperty("unbroken.root", "."), "..", "shared", "media")
            .normalize();

    private SampleMedia() {}

    static boolean present() {
        return Files.isDirectory(FOLDER);
    }

    static Path file(String name) {
        Path file = FOLDER.resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "sample media are not here");
        return file;
    }
}
