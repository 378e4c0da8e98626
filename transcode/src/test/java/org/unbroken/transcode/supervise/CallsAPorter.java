package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server that calls a porter to a cell, says which process that is, and stays until it is killed. */
final class CallsAPorter {
    static final String AWKWARD = "it's \"one\" $(id) `id` \\n * # folder";

    private CallsAPorter() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[1]).resolve(AWKWARD).resolve("home");
        System.out.println(
                Porter.start(Long.parseLong(arguments[0]), cell(home)).pid());
        new CountDownLatch(1).await();
    }

    static Cell cell(Path home) throws IOException {
        return Cell.beside(home, Files.createDirectories(home.resolveSibling("natives")), List.of());
    }
}
