package org.unbroken.integrity.disc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderDiscTest {
    @TempDir
    private Path folder;

    @Test
    void itsFilesAreNamedFromItsRoot() throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a").resolve("b"), "three");
        assertThat(FolderDisc.read(folder).files()).containsOnlyKeys("a/b").containsEntry("a/b", 5L);
    }

    /** A scratched disc: others after it are still to be checked, so this has to be a plain failure to read. */
    @Test
    void aFolderThatCannotBeReadIsAFailureToRead() {
        IOException scratched = new IOException("a/b: Input/output error");
        FolderDisc.Walk walk = root -> Stream.of(root, root.resolve("a")).peek(path -> {
            if (path.endsWith("a")) {
                throw new UncheckedIOException(scratched);
            }
        });
        assertThatThrownBy(() -> FolderDisc.read(folder, walk)).isSameAs(scratched);
    }
}
