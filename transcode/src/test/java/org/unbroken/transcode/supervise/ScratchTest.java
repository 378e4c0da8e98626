package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Path inner = Files.createDirectory(home.resolve("a"));
        for (int i = 0; i < DEEP; i++) {
            Path outer = Files.createDirectory(home.resolve("b"));
            Files.move(inner, outer.resolve("a"));
            Files.move(outer, inner);
        }
        Scratch.wipe(home);
        assertThat(home).doesNotExist();
    }

    @Test
    void foldersThatAreClosedAreRemoved() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path closed = Files.createDirectories(home.resolve("closed/below")).getParent();
        Files.writeString(closed.resolve("file"), "x");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        Scratch.empty(home);
        assertThat(home).isEmptyDirectory();
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
