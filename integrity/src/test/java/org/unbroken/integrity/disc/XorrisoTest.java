package org.unbroken.integrity.disc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.integrity.disc.Xorriso.Extent;

/** What xorriso tells of an image, which may be anybody's. */
final class XorrisoTest {
    private static final String HEAD =
            """
            xorriso 1.5.4 : RockRidge filesystem manipulator, libburnia project.

            Report layout: xt , Startlba ,   Blocks , Filesize , ISO image path
            """;

    @TempDir
    private Path folder;

    private Xorriso saying(String lines) throws IOException {
        Path said = Files.writeString(folder.resolve("said"), lines);
        return new Xorriso(List.of("sh", "-c", "cat " + said, "xorriso"));
    }

    @Test
    void eachFileHasItsPlace() throws Exception {
        Xorriso xorriso = saying(HEAD + "File data lba:  0 ,       36 ,        1 ,        2 , '/a/plain.txt'\n");
        assertThat(xorriso.extents(folder.resolve("i.iso")))
                .containsOnlyKeys("a/plain.txt")
                .containsValue(new Extent(36 * 2048, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // As it is without encode_output, and as it is with it.
                "File data lba:  0 ,       35 ,        1 ,        1 , '/new\nline'",
                "File data lba:  0 ,       35 ,        1 ,        1 , '/new\\nline'",
                "File data lba:  0 ,       37 ,        1 ,        1 , '/q'\"'\"'uote'",
                "File data lba:  0 ,       37 ,        1 ,        many , '/a'",
                "'/li\nnk'",
                "'/li\\nnk'",
            })
    void whatIsNeitherListedNorPlainIsRefused(String lines) throws Exception {
        Xorriso xorriso = saying(HEAD + lines + "\n");
        assertThatThrownBy(() -> xorriso.extents(folder.resolve("i.iso"))).isInstanceOf(IOException.class);
    }
}
