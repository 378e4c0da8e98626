package org.unbroken.deploy.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.storage.durable.DurableFiles;
import org.unbroken.storage.durable.LocalDisk;

/** With real processes, which are small shells. */
final class ProcessFolderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @AfterEach
    void leaveNothingRunning() throws Exception {
        processes().kill("one");
    }

    @Test
    void aProcessIsFoundAgainByAnotherCommand() throws Exception {
        processes().launch(order("exec sleep 600"));
        ProcessFolder later = processes();
        assertThat(later.state("one")).isEqualTo(ProcessState.RUNNING);
        assertThat(later.note("one")).hasValueSatisfying(note -> {
            assertThat(note.command()).containsExactly("sh", "-c", "exec sleep 600");
            assertThat(note.ports()).containsExactly(1234);
        });
    }

    @Test
    void whatItSaysIsInItsLog() throws Exception {
        processes().launch(order("echo said; echo wrong >&2; echo $MARK; exec sleep 600"));
        await(() -> Files.readAllLines(folder.resolve("one.log")).equals(List.of("said", "wrong", "marked")));
    }

    @Test
    void aProcessThatEndedByItselfIsDead() throws Exception {
        processes().launch(order("exit 3"));
        await(() -> processes().state("one") == ProcessState.DEAD);
    }

    @Test
    void anotherProcessWithItsNumberIsNotTakenForIt() throws Exception {
        ProcessNote note = processes().launch(order("exec sleep 600"));
        ProcessIdentity real = note.identity().orElseThrow();
        ProcessNote earlier = new ProcessNote(
                "two",
                Optional.of(new ProcessIdentity(real.pid(), real.startedTicks() - 1, real.bootId())),
                note.at(),
                note.command(),
                note.ports(),
                note.log());
        new DurableFiles(new LocalDisk()).create(folder.resolve("run/two.json"), earlier.bytes());
        assertThat(processes().state("two")).isEqualTo(ProcessState.DEAD);
        processes().kill("two");
        assertThat(processes().end("two", PATIENCE)).isTrue();
        assertThat(processes().state("one")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void endedOnDemandItIsForgotten() throws Exception {
        processes().launch(order("exec sleep 600"));
        assertThat(processes().end("one", PATIENCE)).isTrue();
        assertThat(processes().state("one")).isEqualTo(ProcessState.ABSENT);
    }

    @Test
    void oneThatDoesNotListenIsKilled() throws Exception {
        processes().launch(order("trap '' TERM; echo deaf; while :; do sleep 1; done"));
        await(() -> Files.readString(folder.resolve("one.log")).startsWith("deaf"));
        assertThat(processes().end("one", Duration.ofMillis(200))).isFalse();
        assertThat(processes().state("one")).isEqualTo(ProcessState.ABSENT);
    }

    @Test
    void aKilledOneIsRememberedAsDead() throws Exception {
        processes().launch(order("exec sleep 600"));
        processes().kill("one");
        assertThat(processes().state("one")).isEqualTo(ProcessState.DEAD);
    }

    private ProcessFolder processes() {
        return new ProcessFolder(
                folder.resolve("run"), new LinuxProcesses(), new DurableFiles(new LocalDisk()), Clock.systemUTC());
    }

    private ProcessOrder order(String script) {
        return new ProcessOrder(
                "one", List.of("sh", "-c", script), Map.of("MARK", "marked"), List.of(1234), folder.resolve("one.log"));
    }

    private interface Question {
        boolean holds() throws IOException;
    }

    private static void await(Question question) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!question.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
