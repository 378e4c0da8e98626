package org.unbroken.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedWriteTest {
    @TempDir
    Path directory;

    @TempDir
    Path temporary;

    @Test
    void afterAWriteFailedNothingIsWrittenUntilTheDatabaseIsOpenedAgain() throws IOException, InterruptedException {
        List<String> lines = runWithFileLimit();
        long wrote = lines.stream().filter(line -> line.startsWith("wrote ")).count();
        assertThat(wrote).as("%s", lines).isEqualTo(20);
        assertThat(lines).containsSubsequence("failed " + wrote, "refuses", "says why", "reads");
        try (RocksDatabase reopened = RocksDatabase.open(directory, List.of("a"))) {
            for (long i = 0; i < wrote; i++) {
                assertThat(reopened.get("a", Keys.ofLong(i)))
                        .as("write %s, which had returned", i)
                        .isPresent();
            }
            assertThat(reopened.get("a", Keys.ofLong(wrote + 1))).isEmpty();
            reopened.write(new Batch().put("a", Keys.ofLong(wrote), new byte[1]), Durability.SYNCED);
        }
    }

    private List<String> runWithFileLimit() throws IOException, InterruptedException {
        // 40 or 80 MiB (shells count in 512 bytes or 1 KiB): above the unpacked native library, below the large write.
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 81920; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        directory.toString())
                .redirectError(temporary.resolve("stderr").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(output).as(Files.readString(temporary.resolve("stderr"))).contains("failed");
        return output.lines().toList();
    }
}
