package org.unbroken.deploy.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several TaskManagers of a machine work in one place. */
class TaskScratchTest {
    @TempDir
    private Path place;

    /** The system lets a killed process's lock go: what is left is a folder that nobody has locked. */
    @Test
    void wipesWhatAKilledProcessLeft() throws IOException {
        Path left = Files.createDirectories(
                place.resolve(UUID.randomUUID().toString()).resolve("tmp/originals"));
        Files.writeString(left.resolve("1-original"), "many bytes");
        try (TaskScratch ignored = TaskScratch.take(place)) {
            assertThat(left.getParent().getParent()).doesNotExist();
        }
    }

    @Test
    void leavesThoseOfOthersThatLive() throws IOException {
        try (TaskScratch first = TaskScratch.take(place)) {
            Path copy = Files.writeString(first.folder().resolve("copy"), "in use");
            try (TaskScratch second = TaskScratch.take(place)) {
                assertThat(second.folder()).isNotEqualTo(first.folder()).isDirectory();
                assertThat(copy).hasContent("in use");
            }
        }
    }

    @Test
    void leavesWhatIsNoneOfOurs() throws IOException {
        Path other = Files.createDirectories(place.resolve("somebody-elses"));
        TaskScratch.take(place).close();
        assertThat(other).isDirectory();
    }

    @Test
    void takesItsOwnAwayInTheEnd() throws IOException {
        TaskScratch scratch = TaskScratch.take(place);
        Files.writeString(scratch.folder().resolve("copy"), "done");
        scratch.close();
        assertThat(scratch.folder()).doesNotExist();
    }
}
