package org.unbroken.storage.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
    private static final byte[] OLD = "old".getBytes(UTF_8);
    private static final byte[] NEW = "new and longer".getBytes(UTF_8);

    @TempDir(factory = MemoryTempDir.class)
    Path dir;

    private ForgetfulDisk disk;
    private DurableFiles files;
    private Path path;

    @BeforeEach
    void start() throws IOException {
        disk = new ForgetfulDisk(dir);
        files = new DurableFiles(disk);
        path = dir.resolve("keys/of/log");
    }

    @Test
    void aCreatedFileSurvivesWithAllItsDirectories() throws IOException {
        files.create(path, NEW);
        disk.crash();
        assertThat(files.read(path, 100)).isEqualTo(NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void creatingNeverTakesThePlaceOfAnother() throws IOException {
        files.create(path, OLD);
        assertThatThrownBy(() -> files.create(path, NEW)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(files.read(path, 100)).isEqualTo(OLD);
        assertThat(path.getParent().toFile().list()).containsExactly("log");
    }

    @Test
    void replacingIsAllOrNothingAtEveryOperation() throws IOException {
        files.replace(path, OLD);
        int before = disk.operations();
        files.replace(path, NEW);
        int operations = disk.operations() - before;
        for (int k = 0; k <= operations; k++) {
            for (Fault fault : Fault.values()) {
                for (long seed = -1; seed < 6; seed++) {
                    files.replace(path, OLD);
                    disk.failAt(k, fault);
                    boolean acknowledged = false;
                    try {
                        files.replace(path, NEW);
                        acknowledged = true;
                    } catch (IOException e) {
                        // in doubt
                    }
                    if (seed < 0) {
                        disk.crash();
                    } else {
                        disk.crash(seed);
                    }
                    byte[] found = files.read(path, 100);
                    assertThat(found).isIn(OLD, NEW);
                    if (acknowledged) {
                        assertThat(found).isEqualTo(NEW);
                    }
                }
            }
        }
    }

    @Test
    void aFullDiskLeavesTheOldFile() throws IOException {
        files.replace(path, OLD);
        disk.leaveSpace(2);
        assertThatThrownBy(() -> files.replace(path, NEW)).hasMessageContaining("No space left");
        assertThat(files.read(path, 100)).isEqualTo(OLD);
        assertThat(path.getParent().toFile().list()).containsExactly("log");
    }

    @Test
    void aDeletedFileStaysAway() throws IOException {
        files.create(path, OLD);
        files.delete(path);
        files.delete(path);
        disk.crash();
        assertThatThrownBy(() -> files.read(path, 100)).isInstanceOf(NoSuchFileException.class);
        files.delete(dir.resolve("never/there"));
    }

    @Test
    void readsNoMoreThanTheLimit() throws IOException {
        files.create(path, NEW);
        assertThatThrownBy(() -> files.read(path, NEW.length - 1)).hasMessageContaining("more than");
    }
}
