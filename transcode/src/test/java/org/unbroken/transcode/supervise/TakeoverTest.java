package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** What a worker in hostile hands may hand over. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TakeoverTest {
    @TempDir
    Path folder;

    private Path made = Path.of("unset");
    private Path place = Path.of("unset");
    private Takeover takeover = new Takeover(Path.of("unset"), 0);

    @BeforeEach
    void folders() throws Exception {
        made = Files.createDirectories(folder.resolve("home")).resolve("poster.jpg");
        place = Files.createDirectories(folder.resolve("derived")).resolve("poster.jpg");
        takeover = new Takeover(folder.resolve("taken"), 1000);
    }

    private void nothingIsTaken() throws Exception {
        assertThat(takeover.take(made, place)).isNull();
        assertThat(place.getParent()).isEmptyDirectory();
        assertThat(folder.resolve("taken")).isEmptyDirectory();
    }

    @Test
    void aPlainFileIsPutIntoItsPlaceInsteadOfAnOlderOne() throws Exception {
        Files.writeString(place, "old");
        Files.writeString(made, "picture");
        assertThat(takeover.take(made, place)).isEqualTo(place);
        assertThat(place).hasContent("picture");
        assertThat(made).doesNotExist();
        assertThat(folder.resolve("taken")).isEmptyDirectory();
    }

    @Test
    void nothingIsNothing() throws Exception {
        nothingIsTaken();
    }

    @Test
    void aLinkToTheServersOwnFilesIsNotTaken() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "key");
        Files.createSymbolicLink(made, secret);
        nothingIsTaken();
        assertThat(secret).hasContent("key");
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", made.toString()).start().waitFor())
                .isZero();
        nothingIsTaken();
    }

    @Test
    void aFolderIsNotTaken() throws Exception {
        Files.writeString(Files.createDirectories(made.resolve("below")).resolve("file"), "x");
        nothingIsTaken();
    }

    @Test
    void whatIsLongerThanPermittedIsNotTaken() throws Exception {
        Files.write(made, new byte[1001]);
        nothingIsTaken();
    }

    /** What the worker closed is no file to be had, now or later; what the server's own folders refuse may be repeated. */
    @ParameterizedTest
    @CsvSource({
        "take-folder, null",
        "take-file, null",
        "take-inside, null",
        "take-home, null",
        "take-into-closed, AccessDeniedException"
    })
    void whatIsClosedIsNotTakenAndNotAskedForAgain(String scenario, String outcome) throws Exception {
        String said = AsNobody.run(
                folder,
                ClosedFolders.class,
                List.of(Scratch.class, Footprint.class, Takeover.class, Takeover.Sync.class, Logger.class),
                scenario,
                folder.toString());
        assertThat(said).endsWith(outcome);
    }

    @Test
    void whatIsPublishedIsOnTheDiskBeforeItHasItsName() throws Exception {
        List<String> forced = new ArrayList<>();
        takeover = new Takeover(folder.resolve("taken"), 1000, (opened, path) -> {
            forced.add((Files.isDirectory(path) ? "folder" : Files.readString(path)) + " " + Files.exists(place));
            opened.force(true);
        });
        Files.writeString(made, "picture");
        takeover.take(made, place);
        assertThat(forced).containsExactly("picture false", "folder true");
    }

    @Test
    void whatACrashLeftBesideThePlaceGoesAway() throws Exception {
        Path left = place.resolveSibling(".poster.jpg.1f-3.part");
        Path others = Files.writeString(place.resolveSibling(".proxy.mp4.1f-3.part"), "of another place");
        Path fetched = Files.writeString(place.resolveSibling(".poster.jpg.3.part"), "being fetched");
        takeover = new Takeover(folder.resolve("taken"), 1000, (opened, path) -> {
            throw new IOException("no space left on device");
        });
        Files.writeString(left, "half");
        Files.writeString(made, "picture");
        assertThatThrownBy(() -> takeover.take(made, place)).hasMessageContaining("no space");
        assertThat(place.getParent()).isDirectoryNotContaining(file -> !file.equals(others) && !file.equals(fetched));
    }

    /** The same file as ever, for all that the worker knows. */
    @Test
    void whoeverKeepsTheFileOpenCannotChangeWhatWasTaken() throws Exception {
        Files.writeString(made, "picture");
        Files.createLink(made.resolveSibling("kept"), made);
        try (FileChannel open = FileChannel.open(made, StandardOpenOption.WRITE)) {
            takeover.take(made, place);
            open.write(ByteBuffer.wrap("PICTURE".getBytes(StandardCharsets.US_ASCII)));
        }
        Files.writeString(made.resolveSibling("kept"), "another");
        assertThat(place).hasContent("picture");
    }
}
