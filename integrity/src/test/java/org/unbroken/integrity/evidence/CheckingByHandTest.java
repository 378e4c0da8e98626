package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;

/** The commands of how-to-check.txt, run as they stand there by stock tools, on a good bundle and on damaged ones. */
final class CheckingByHandTest {
    @TempDir
    private Path folder;

    private Path bag;

    private record Run(int exit, String said) {}

    @BeforeEach
    void write() throws Exception {
        for (String tool : List.of("sha256sum", "openssl", "base64", "dd", "od", "awk", "sed")) {
            boolean there = sh(folder, "command -v " + tool).exit() == 0;
            if (!there && "required".equals(System.getenv("UNBROKEN_REAL_SERVERS"))) {
                throw new AssertionError(tool + " is not here");
            }
            assumeTrue(there, tool + " is not here");
        }
        bag = SampleBundle.write(folder.resolve("bag"));
    }

    @Test
    void stockToolsCheckEverything() throws Exception {
        Run run = sh(bag, commands());

        assertThat(run.said())
                .contains("data/note.html: OK")
                .contains("proof/checkpoint: OK")
                .contains(Sample.manifest().chunks().get(1) + "  chunk 1")
                .contains(Sample.manifest().chain() + "  chain")
                .contains(Sample.manifest().digest() + "  data/" + Sample.RECORDING + "/manifest.json")
                .contains("\"event\":\"exported\"")
                .contains("Signature Verified Successfully")
                .doesNotContain("FAILED");
        String root =
                SampleBundle.contents().checkpoint().text().lines().toList().get(2);
        assertThat(run.said().lines().filter(root::equals)).as(run.said()).hasSize(2);
        assertThat(run.exit()).as(run.said()).isZero();
    }

    @Test
    void stockToolsSeeAnotherSignature() throws Exception {
        Path checkpoint = bag.resolve("proof/checkpoint");
        Files.writeString(checkpoint, Files.readString(checkpoint).replaceFirst("\n6\n|\n7\n", "\n8\n"));

        assertThat(sh(bag, commands()).said()).doesNotContain("Signature Verified Successfully");
    }

    @Test
    void stockToolsFindEachChangedFile() throws Exception {
        Files.writeString(bag.resolve("data/note.txt"), "other");
        Files.writeString(bag.resolve("bag-info.txt"), "other");

        Run run = sh(bag, "sha256sum -c manifest-sha256.txt; sha256sum -c tagmanifest-sha256.txt");

        assertThat(run.said()).contains("data/note.txt: FAILED").contains("bag-info.txt: FAILED");
    }

    private String commands() throws IOException {
        return Files.readAllLines(bag.resolve("data/how-to-check.txt")).stream()
                .filter(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));
    }

    private static Run sh(Path folder, String script) throws IOException, InterruptedException {
        Path said = Files.createTempFile("by-hand", ".txt");
        try {
            Process process = new ProcessBuilder("sh", "-c", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Run(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            Files.delete(said);
        }
    }
}
