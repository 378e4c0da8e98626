package org.unbroken.integrity.disc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.disc.BoundedProgram.Limits;

final class BoundedProgramTest {
    private static final Limits PATIENT = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1000);

    @TempDir
    private Path folder;

    private static String shell(String script, Limits limits) throws IOException {
        return BoundedProgram.run(List.of("sh", "-c", script), limits, () -> 0);
    }

    @Test
    void whatItSaysIsTheAnswer() throws Exception {
        assertThat(shell("echo one; echo two >&2", PATIENT)).isEqualTo("one\ntwo\n");
    }

    @Test
    void oneThatFailsIsAFailureWithItsWords() {
        assertThatThrownBy(() -> shell("echo no such image; exit 3", PATIENT)).hasMessageContaining("no such image");
        assertThatThrownBy(() -> BoundedProgram.run(List.of("no-such-program"), PATIENT, () -> 0))
                .hasMessageContaining("is it installed");
    }

    @Test
    void oneThatNeverStopsTalkingIsStopped() {
        assertThatThrownBy(() -> shell("yes", PATIENT)).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void oneThatComesNoFurtherIsStoppedWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        Limits hasty = new Limits(Duration.ofMillis(500), Duration.ofMinutes(1), 1000);

        assertThatThrownBy(() -> shell("sleep 600 & echo $! > " + pid + "; wait", hasty))
                .hasMessageContaining("no further");

        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(child -> assertThat(child.onExit().orTimeout(30, TimeUnit.SECONDS))
                        .succeedsWithin(Duration.ofSeconds(30)));
    }

    @Test
    void oneThatWorksOnInSilenceIsNot() throws Exception {
        AtomicLong written = new AtomicLong();
        Limits hasty = new Limits(Duration.ofMillis(500), Duration.ofMinutes(1), 1000);

        assertThat(BoundedProgram.run(List.of("sleep", "2"), hasty, written::incrementAndGet))
                .isEmpty();
    }

    @Test
    void noneTakesLongerThanIsLeftToIt() {
        Limits hasty = new Limits(Duration.ofMillis(500), Duration.ofSeconds(1), 1 << 20);

        assertThatThrownBy(() -> shell("while true; do echo on; sleep 0.1; done", hasty))
                .hasMessageContaining("longer than 1 s");
    }
}
