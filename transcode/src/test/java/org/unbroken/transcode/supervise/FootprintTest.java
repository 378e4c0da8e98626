package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.transcode.WorkerLimits;

class FootprintTest {
    @TempDir
    Path home;

    @Test
    void allFilesCountTogether() throws Exception {
        Files.write(home.resolve("a"), new byte[600]);
        assertThat(Footprint.exceeds(home, 1000)).isFalse();
        Files.createDirectory(home.resolve("below"));
        Files.write(home.resolve("below/b"), new byte[600]);
        assertThat(Footprint.exceeds(home, 1000)).isTrue();
    }

    @Test
    void theirNumberCounts() throws Exception {
        for (int i = 0; i <= Footprint.MOST_FILES; i++) {
            assertThat(Footprint.exceeds(home, 1000)).isFalse();
            Files.createFile(home.resolve("f" + i));
        }
        assertThat(Footprint.exceeds(home, 1000)).isTrue();
    }

    @Test
    void depthCounts() throws Exception {
        Files.createDirectories(home.resolve("1/2/3/4/5/6/7/8/9/10"));
        assertThat(Footprint.exceeds(home, 1000)).isTrue();
    }

    @Test
    void thisProcessHasWrittenSomething() throws Exception {
        long pid = ProcessHandle.current().pid();
        long before = Footprint.writtenBytes(pid);
        Path file = Files.write(home.resolve("gone"), new byte[1 << 20]);
        Files.delete(file);
        assertThat(Footprint.writtenBytes(pid) - before).isGreaterThanOrEqualTo(1 << 20);
    }

    /** The worker tells how far it is, and may lie: 35 years of media in a megabyte. */
    @Test
    void mediaTimeIsBelievedAsFarAsTheBytesCanHoldIt() {
        Allowance allowance = Allowance.forEncoding(WorkerLimits.DEFAULT, 1 << 20);
        assertThat(allowance.at(60_000_000)).isEqualTo(Duration.ofMinutes(13));
        assertThat(allowance.at(1L << 50)).isLessThan(Duration.ofDays(3));
        assertThat(allowance.at(-1)).isEqualTo(allowance.at(0));
        assertThat(Allowance.forEncoding(WorkerLimits.DEFAULT, 20L << 30).at(43_200_000_000L))
                .isGreaterThanOrEqualTo(Duration.ofDays(6));
    }
}
