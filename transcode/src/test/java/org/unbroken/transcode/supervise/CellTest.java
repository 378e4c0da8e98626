package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.WorkerSettings;

/** Cells around a shell instead of a worker. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CellTest {
    private static final String AWKWARD = "it's \"one\" $(id) `id` \\n * # folder";

    @TempDir
    Path scratch;

    private Path folder = Path.of("unset");
    private Path home = Path.of("unset");
    private Path natives = Path.of("unset");

    /** How a command ended. */
    private record Ran(int exit, String said) {}

    @BeforeEach
    void folders() throws Exception {
        folder = Files.createDirectories(scratch.resolve(AWKWARD));
        home = Files.createDirectories(folder.resolve("home"));
        natives = Files.createDirectories(folder.resolve("natives"));
    }

    private Ran run(List<Path> readable, String... command) throws Exception {
        List<String> all = new ArrayList<>(Cell.beside(home, natives, readable).command(home));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said.strip());
    }

    private void requireCells() throws Exception {
        Assumptions.assumeTrue(
                Cell.missing().isEmpty() && run(List.of(), "true").exit() == 0,
                "no cells here: this machine refuses namespaces or lacks util-linux");
    }

    @Test
    void pathsOfAnyLettersAreReadAndNoneIsASpell() throws Exception {
        requireCells();
        Path file = Files.writeString(folder.resolve("a 'file'.jar"), "content");
        Path link = Files.createSymbolicLink(folder.resolve("current.jar"), file);
        assertThat(run(List.of(file), "cat", file.toString())).isEqualTo(new Ran(0, "content"));
        assertThat(run(List.of(link), "cat", link.toString()))
                .as("a link brings what it names")
                .isEqualTo(new Ran(0, "content"));
        assertThat(run(List.of(file), "sh", "-c", "echo y > ok; echo x > \"$0\"", file.toString())
                        .exit())
                .as("written at home, not there")
                .isNotZero();
        assertThat(file).hasContent("content");
        assertThat(home.resolve("ok")).hasContent("y");
    }

    /** A packaged server may lie among the system's own folders, into which nothing can be put. */
    @Test
    void whatLiesInTheSystemsFoldersIsThereAlready() throws Exception {
        requireCells();
        assertThat(run(List.of(Path.of("/usr/bin/env")), "true").exit()).isZero();
    }

    @Test
    void whereAMountFailsNothingRuns() throws Exception {
        requireCells();
        Files.delete(natives);
        Ran ran = run(List.of(), "touch", home.resolve("ran").toString());
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.said()).contains("natives");
        assertThat(home.resolve("ran")).doesNotExist();
    }

    /** Whatever step it is: each program in turn fails. */
    @Test
    void whicheverStepFailsNothingRuns() throws Exception {
        requireCells();
        for (String failing : List.of(
                "mount -t tmpfs",
                "mount --bind",
                "mount -o remount",
                "mount -t overlay",
                "mount --make-shared",
                "mount -t proc",
                "pivot_root",
                "umount -l",
                "setpriv --pdeathsig")) {
            List<String> all = new ArrayList<>();
            for (String word : Cell.beside(home, natives, List.of()).command(home)) {
                all.add(word.replace(failing, "false " + failing));
            }
            all.addAll(List.of("touch", home.resolve("ran").toString()));
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).as(failing).isNotZero();
            assertThat(home.resolve("ran")).as(failing).doesNotExist();
        }
    }

    @Test
    void aPathOfTwoLinesIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("two\nlines.jar"), "");
        assertThatThrownBy(() -> Cell.beside(home, natives, List.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line break");
    }

    @Test
    void aClassPathThatHoldsTheServersDataIsRefused() {
        assertThatThrownBy(() -> Cell.beside(home, natives, List.of(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("workers would see this server's data");
    }

    /** The folder of native libraries is missing, so that building fails here on every machine. */
    @Test
    void whereACellIsRequiredAndCannotBeHadNothingStarts() throws Exception {
        WorkerSettings settings = WorkerSettings.defaults(folder).withCacheDir(folder.resolve("none"));
        assertThat(Launcher.probe(settings).cells()).isFalse();
        assertThatThrownBy(() -> Launcher.probe(settings.withCellRequired(true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("worker.cell-required = true");
    }
}
