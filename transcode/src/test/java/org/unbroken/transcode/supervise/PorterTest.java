package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings carried into a cell around a shell, which stands for a worker in hostile hands, and out of it again. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PorterTest {
    private static final String GONE = "these words no command here prints";

    @TempDir
    Path scratch;

    private Path recordings = Path.of("unset");
    private @Nullable Cell cell;
    private @Nullable Process keeper;
    private @Nullable Porter porter;
    private @Nullable BufferedReader said;

    @BeforeEach
    void aWorkerInItsCell() throws Exception {
        recordings = Files.createDirectories(scratch.resolve("recordings"));
        start(List.of());
    }

    private void start(List<String> prefix) throws Exception {
        Assumptions.assumeTrue(Cell.missing().isEmpty(), "no cells here: this machine lacks util-linux");
        Path home =
                Files.createDirectories(scratch.resolve(CallsAPorter.AWKWARD).resolve("home"));
        cell = CallsAPorter.cell(home);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(cell().command(home));
        command.addAll(List.of("sh", "-c", "while read -r line; do eval \"$line\"; echo '" + GONE + "'; done"));
        keeper = new ProcessBuilder(command).redirectErrorStream(true).start();
        said = new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
        Assumptions.assumeTrue(worker("echo here").equals("here\n"), "no cells here: this machine refuses namespaces");
        porter = Porter.start(keeper.pid(), cell());
    }

    @AfterEach
    void end() throws Exception {
        if (porter != null) {
            porter.end();
        }
        if (keeper != null) {
            keeper.descendants().forEach(ProcessHandle::destroyForcibly);
            keeper.destroyForcibly().waitFor();
        }
    }

    private Porter porter() {
        return Objects.requireNonNull(porter);
    }

    private Cell cell() {
        return Objects.requireNonNull(cell);
    }

    private Process keeper() {
        return Objects.requireNonNull(keeper);
    }

    /** What the worker says to a command; empty where it is dead. */
    private String worker(String command) throws IOException {
        try {
            OutputStream in = keeper().getOutputStream();
            in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            return "";
        }
        StringBuilder answer = new StringBuilder();
        BufferedReader lines = Objects.requireNonNull(said);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            // What has no line break at its end stands before it.
            if (line.endsWith(GONE)) {
                return answer.append(line, 0, line.length() - GONE.length()).toString();
            }
            answer.append(line).append('\n');
        }
        return "";
    }

    private String seen() throws IOException {
        return worker("cat /given/original");
    }

    private Path recording(String name) throws IOException {
        return Files.writeString(recordings.resolve(name), "content of " + name.length());
    }

    @Test
    void oneRecordingAfterTheOtherIsSeenAndNoneBetweenThem() throws Exception {
        for (int i = 0; i < 3; i++) {
            Path recording = recording("r" + "x".repeat(i));
            porter().bring(recording);
            assertThat(seen()).isEqualTo(Files.readString(recording));
            porter().takeBack();
            assertThat(seen()).isEmpty();
        }
        porter().bring(recording("not taken back"));
        porter().bring(recording("the next"));
        assertThat(seen()).isEqualTo("content of 8");
        porter().takeBack();
        assertThat(seen()).as("nor the one below it").isEmpty();
        assertThat(scratch.resolve("recordings")).isDirectoryContaining(path -> path.endsWith("the next"));
    }

    @Test
    void aRecordingMayHaveAnyName() throws Exception {
        for (String name :
                List.of("two\nlines\n", "\\0101\\n \\", "-o rw", " ' \" $(id) `id` * # %b", "LABEL=x", "done")) {
            Path recording = recording(name);
            porter().bring(recording);
            assertThat(seen()).as(name).isEqualTo(Files.readString(recording));
            porter().takeBack();
        }
    }

    /** Whatever this process takes letters to be: names on a disk are bytes. */
    @Test
    void aNameMayBeBytesThatAreNoLetters() throws Exception {
        Process made = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'caf\\303\\251 \\201\\377')\"")
                .directory(recordings.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        try (Stream<Path> files = Files.list(recordings)) {
            porter().bring(files.findFirst().orElseThrow());
        }
        assertThat(seen()).isEqualTo("x");
    }

    @Test
    void aRecordingCannotBeChangedNorRunNorItsPlaceTaken() throws Exception {
        Path recording = recording("evidence");
        assertThat(recording.toFile().setExecutable(true)).isTrue();
        porter().bring(recording);
        assertThat(worker("true >> /given/original && echo opened")).doesNotContain("opened");
        assertThat(worker("chmod 666 /given/original && echo changed")).doesNotContain("changed");
        assertThat(worker("/given/original; echo $?")).contains("126");
        porter().takeBack();
        for (String trick : List.of(
                "mv /given/original /given/other",
                "rm /given/original",
                "ln -s /usr/bin/mount /given/link",
                "true >> /given/original",
                "true > /given/new",
                "true > /stage/new")) {
            assertThat(worker(trick + " && echo succeeded")).as(trick).doesNotContain("succeeded");
        }
        porter().bring(recording);
        assertThat(seen()).isEqualTo("content of 8");
        assertThat(recording).hasContent("content of 8");
    }

    /** The kernel lets nobody take off what the file system of a recording was mounted with. */
    @Test
    void aRecordingMayLieOnAFileSystemWithFlagsOfItsOwn() throws Exception {
        end();
        Path flagged = Files.createDirectories(scratch.resolve("flagged"));
        String mount =
                "mount -t tmpfs -o nosuid,nodev,noexec,noatime flagged \"$0\"; echo there > \"$0/file\"; exec \"$@\"";
        start(List.of("unshare", "--user", "--map-root-user", "--mount", "--", "sh", "-ec", mount, flagged.toString()));
        porter().bring(Files.writeString(flagged.resolve("file"), "what lies below the mount"));
        assertThat(seen()).isEqualTo("there\n");
        porter().takeBack();
        assertThat(seen()).isEmpty();
    }

    @Test
    void whatAWorkerHoldsOpenCannotBeTakenBack() throws Exception {
        porter().bring(recording("held"));
        worker("exec 5< /given/original");
        assertThatThrownBy(() -> porter().takeBack())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("still held open");
        assertThatThrownBy(() -> porter().bring(recording("the next")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("still held open");
        worker("exec 5<&-");
        porter().takeBack();
        assertThat(seen()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsAFailureWithItsReason() throws Exception {
        assertThatThrownBy(() -> porter().bring(recordings.resolve("none"))).isInstanceOf(IOException.class);
        porter().bring(recording("there"));
        assertThat(seen()).isEqualTo("content of 5");
    }

    @Test
    void aPorterThatWasKilledFailsAtOnceAndShowsIt() throws Exception {
        Process killed = new ProcessBuilder("kill", "-KILL", Long.toString(porter().pid())).start();
        assertThat(killed.waitFor()).isZero();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> porter().bring(recording("late")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("porter has ended");
        }
        assertThat(ProcessHandle.of(porter().pid()).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    @Test
    void aPorterThatHangsHoldsNobodyForEver() throws Exception {
        Porter hanging = Porter.start(keeper().pid(), cell(), Duration.ofMillis(1500));
        Process stopped = new ProcessBuilder("kill", "-STOP", Long.toString(hanging.pid())).start();
        assertThat(stopped.waitFor()).isZero();
        assertThatThrownBy(() -> hanging.bring(recording("waiting")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 1500 ms");
        hanging.end();
        assertThat(hanging.alive()).isFalse();
    }

    @Test
    void whereThereIsNoCellThereIsNoPorter() throws Exception {
        long gone = new ProcessBuilder("true").start().onExit().get().pid();
        assertThatThrownBy(() -> Porter.start(gone, cell()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nsenter");
    }

    /** With its mounts, which would keep the cell. */
    @Test
    void aPorterEndsWithTheServerHoweverThatEnds() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CallsAPorter.class.getName(),
                        Long.toString(keeper().pid()),
                        scratch.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String pid = lines.readLine();
        assertThat(pid).containsOnlyDigits();
        ProcessHandle called = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        server.destroyForcibly().waitFor();
        called.onExit().get(30, TimeUnit.SECONDS);
    }
}
