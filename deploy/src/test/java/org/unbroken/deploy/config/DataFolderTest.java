package org.unbroken.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void oneAtATime() throws IOException {
        Path data = folder.resolve("data");
        try (DataFolder first = DataFolder.take(data)) {
            assertThat(first.path()).isEqualTo(data);
            assertThatThrownBy(() -> DataFolder.take(data))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataFolder.take(data).close();
    }

    @Test
    void whatCannotBeAFolderIsSaidInWords() throws IOException {
        Path file = Files.writeString(folder.resolve("afile"), "x");
        assertThatThrownBy(() -> DataFolder.take(file)).hasMessageContaining(file + " is not a folder");
        assertThatThrownBy(() -> DataFolder.take(file.resolve("below")))
                .hasMessageContaining(file.resolve("below") + " cannot be made");
    }
}
