package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** What a worker in hostile hands may leave behind. */
class ScratchTest {
    /** Two letters a folder: longer than the 4,096 that a path may have. */
    private static final int DEEP = 2500;

    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    @Test
    void foldersDeeperThanAnyPathAreRemoved() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        foldersInEachOther(home, DEEP);
        Scratch.wipe(home);
        assertThat(home).doesNotExist();
    }

    private static void foldersInEachOther(Path home, int depth) throws IOException {
        Path inner = Files.createDirectory(home.resolve("a"));
        for (int i = 0; i < depth; i++) {
            Path outer = Files.createDirectory(home.resolve("b"));
            Files.move(inner, outer.resolve("a"));
            Files.move(outer, inner);
        }
    }

    private String asNobody(String scenario) throws Exception {
        return AsNobody.run(
                folder,
                ClosedFolders.class,
                List.of(Scratch.class, Footprint.class, Takeover.class, Takeover.Sync.class, Logger.class),
                scenario,
                folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wipe", "wipe-top", "wipe-deep"})
    void foldersThatAreClosedAreRemoved(String scenario) throws Exception {
        assertThat(asNobody(scenario)).endsWith("gone");
    }

    /** To open it by its name would be to follow whatever the worker puts there. */
    @Test
    void besideAWorkerThatLivesAClosedFolderIsNotOpenedByItsName() throws Exception {
        assertThat(asNobody("empty")).endsWith("AccessDeniedException");
    }

    @Test
    void besideAWorkerThatLivesTheWorkHasAnEnd() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        for (int i = 0; i < 30; i++) {
            Files.createFile(home.resolve("file" + i));
        }
        assertThatThrownBy(() -> Scratch.empty(home, 64, 20)).hasMessageContaining("as fast as they are removed");
        Scratch.wipe(home);
        assertThat(home).doesNotExist();
    }

    @Test
    void besideAWorkerThatLivesFoldersWithoutAnEndAreNotUnravelled() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        foldersInEachOther(home, 100);
        assertThatThrownBy(() -> Scratch.empty(home, 3, 1000)).hasMessageContaining("as fast as they are removed");
    }

    @Test
    void aFolderThatCannotBeEmptiedIsLeftAndOneBesideItIsUsed() throws Exception {
        Path jobs = Files.writeString(folder.resolve("jobs"), "a file, and no folder");
        Path fresh = Scratch.fresh(jobs);
        assertThat(fresh).isEqualTo(folder.resolve("jobs-1")).isEmptyDirectory();
        Files.writeString(fresh.resolve("left"), "x");
        assertThat(Scratch.fresh(jobs)).isEqualTo(fresh).isEmptyDirectory();
        Files.delete(jobs);
        assertThat(Scratch.fresh(jobs)).isEqualTo(jobs).isEmptyDirectory();
    }

    @Test
    void linksAreRemovedAndWhatTheyNameStays() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path precious = Files.createDirectories(folder.resolve("precious"));
        Files.writeString(precious.resolve("file"), "x");
        Files.createSymbolicLink(home.resolve("link"), precious);
        Scratch.wipe(home);
        assertThat(home).doesNotExist();
        assertThat(precious.resolve("file")).hasContent("x");
    }

    /** A worker that lives on while its folder is emptied puts a link where a folder was. */
    @Test
    void aFolderThatBecomesALinkIsNotFollowed() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path precious = Files.createDirectories(folder.resolve("precious"));
        Path file = Files.writeString(precious.resolve("file"), "x");
        AtomicBoolean done = new AtomicBoolean();
        Thread worker = new Thread(() -> {
            while (!done.get()) {
                try {
                    Files.createDirectories(home.resolve("trap"));
                    Files.deleteIfExists(home.resolve("trap"));
                    Files.createSymbolicLink(home.resolve("trap"), precious);
                    Files.deleteIfExists(home.resolve("trap"));
                } catch (IOException e) {
                    // The other one was faster.
                }
            }
        });
        worker.start();
        try {
            for (int i = 0; i < ROUNDS && Files.exists(file); i++) {
                try {
                    Scratch.empty(home);
                } catch (IOException e) {
                    // It changed meanwhile: an error is well, what counts is what is still there.
                }
            }
        } finally {
            done.set(true);
            worker.join();
        }
        assertThat(file).hasContent("x");
    }
}
