package org.unbroken.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.log.MemoryTiles;
import org.unbroken.integrity.log.TreeHash;

/** A program written from docs/FORMATS.md alone, in another language, comes to the same results. */
class RecomputationTest {
    private static final Path SCRIPT =
            Path.of(System.getProperty("unbroken.root"), "integrity/src/test/python/recompute.py");
    private static final String KEY = Sample.SIGNER.verifierKey().text();

    @TempDir
    Path folder;

    private record Run(int exit, String output) {}

    @BeforeAll
    static void pythonIsThere() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "no python3 on this machine: the independent recomputation was not run");
    }

    private static Run recompute(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private Run file(byte[] bytes, Path receipt) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("file"), bytes);
        return recompute(
                "file",
                file,
                "--manifest",
                GoldenFilesTest.FOLDER.resolve("manifest.json"),
                "--receipt",
                receipt,
                "--detail",
                GoldenFilesTest.FOLDER.resolve("detail.json"),
                "--key",
                KEY);
    }

    @Test
    void theGoldenRecordingIsIntact() throws IOException, InterruptedException {
        Run run = file(Sample.file(), GoldenFilesTest.FOLDER.resolve("recording.tlog-proof"));
        assertThat(run.output()).startsWith("intact: recording " + Sample.RECORDING);
        assertThat(run.exit()).isZero();
    }

    @Test
    void itFindsAFlippedBitAndAForgedReceipt() throws IOException, InterruptedException {
        Run flipped = file(Sample.flipped(Sample.file(), 77), GoldenFilesTest.FOLDER.resolve("recording.tlog-proof"));
        assertThat(flipped.output()).contains("damaged: chunk 0");
        assertThat(flipped.exit()).isEqualTo(1);

        Path forged = Files.write(
                folder.resolve("forged"),
                Sample.receipt(Sample.entries(), Sample.SEALED, Sample.FORGER).encode());
        Run run = file(Sample.file(), forged);
        assertThat(run.output()).contains("not signed by the key");
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void theGoldenLogHasItsRootAndItsCameraChains() throws IOException, InterruptedException {
        Run run = recompute("log", GoldenFilesTest.FOLDER.resolve("log"), "--key", KEY);
        assertThat(run.output())
                .startsWith("root " + Sample.tiles(Sample.entries()).root() + ", 5 entries, 1 cameras");
        assertThat(run.exit()).isZero();
    }

    @Test
    void aTreeOfThreeLevelsHasTheSameRootFromItsTiles() throws IOException, InterruptedException {
        MemoryTiles tiles = new MemoryTiles();
        for (int batch = 0; batch < 7; batch++) {
            int first = batch * 10_000;
            tiles.append(IntStream.range(first, first + 10_000)
                    .mapToObj(i -> TreeHash.leaf(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)))
                    .toList());
        }
        for (var tile : tiles.paths().entrySet()) {
            Path path = folder.resolve(tile.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, tile.getValue());
        }
        Run run = recompute("root", folder, tiles.size());
        assertThat(run.output().strip()).isEqualTo(tiles.root().hex());
    }
}
