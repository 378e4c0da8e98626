package org.unbroken.storage.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The double must be as unkind as it says, or the tests that rest on it prove nothing. */
class ForgetfulDiskTest {
    @TempDir(factory = MemoryTempDir.class)
    Path dir;

    private ForgetfulDisk disk;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        disk = new ForgetfulDisk(dir);
        file = dir.resolve("file");
    }

    private DiskFile written(Path path, String text) throws IOException {
        DiskFile open = disk.create(path, DurableFiles.OWNER_ONLY);
        open.write(0, ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return open;
    }

    @Test
    void forgetsANameWhoseDirectoryWasNotSynced() throws IOException {
        written(file, "x").sync();
        disk.crash();
        assertThat(file).doesNotExist();
    }

    @Test
    void forgetsBytesThatWereNotSynced() throws IOException {
        written(file, "x");
        disk.syncDirectory(dir);
        disk.crash();
        assertThat(file).isEmptyFile();
    }

    @Test
    void forgetsARemovalThatWasNotSynced() throws IOException {
        written(file, "x").sync();
        disk.syncDirectory(dir);
        disk.delete(file);
        disk.crash();
        assertThat(file).hasContent("x");
    }

    @Test
    void keepsWhatWasSynced() throws IOException {
        written(file, "x").sync();
        disk.setModified(file, Instant.ofEpochSecond(1));
        disk.syncFile(file);
        disk.link(file, dir.resolve("second"));
        disk.syncDirectory(dir);
        disk.crash();
        assertThat(file).hasContent("x");
        assertThat(disk.facts(file).orElseThrow().links()).isEqualTo(2);
        assertThat(disk.facts(file).orElseThrow().modified()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void syncingBytesKeepsNoTimes() throws IOException {
        DiskFile open = written(file, "x");
        disk.setModified(file, Instant.ofEpochSecond(1));
        open.syncData();
        disk.syncDirectory(dir);
        disk.crash();
        assertThat(file).hasContent("x");
        assertThat(disk.facts(file).orElseThrow().modified()).isNotEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void loseAFileThatLeftOneDirectoryDurablyAndEnteredNoOther() throws IOException {
        disk.createDirectory(dir.resolve("other"));
        written(file, "x").sync();
        disk.syncDirectory(dir);
        disk.rename(file, dir.resolve("other/file"));
        disk.syncDirectory(dir);
        disk.crash();
        assertThat(file).doesNotExist();
        assertThat(dir.resolve("other")).isEmptyDirectory();
    }

    @Test
    void aSecondSyncAfterAFailedOneWritesNothing() throws IOException {
        DiskFile open = written(file, "x");
        disk.syncDirectory(dir);
        disk.failAt(0, Fault.FAILS);
        assertThatThrownBy(open::sync).isInstanceOf(IOException.class);
        open.sync();
        disk.crash();
        assertThat(Files.readAllBytes(file)).containsExactly(0);
    }

    @Test
    void byLuckKeepsThisOrThat() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (long seed = 0; seed < 40; seed++) {
            Path one = dir.resolve("file" + seed);
            written(one, "x".repeat(1000)).close();
            disk.crash(seed);
            outcomes.add(Files.exists(one) ? Files.readString(one).replace('\0', '0') : "none");
        }
        assertThat(outcomes).contains("none", "x".repeat(1000)).hasSizeGreaterThan(3);
    }

    @Test
    void leavesAloneWhatIsNotItsOwn() throws IOException {
        disk.createDirectory(dir.resolve("a"));
        Files.writeString(dir.resolve("a/theirs"), "stays");
        disk.crash();
        assertThat(dir.resolve("a/theirs")).hasContent("stays");
    }

    @Test
    void isDeadWithoutPower() throws IOException {
        DiskFile open = written(file, "x");
        disk.failAt(1, Fault.POWER_CUT);
        disk.syncDirectory(dir);
        assertThatThrownBy(open::sync).hasMessageContaining("power");
        assertThatThrownBy(() -> disk.facts(file)).hasMessageContaining("power");
        disk.crash();
        assertThat(disk.facts(file)).isPresent();
        assertThatThrownBy(open::length).hasMessageContaining("power");
    }
}
