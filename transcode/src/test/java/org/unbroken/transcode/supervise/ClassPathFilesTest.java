package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFilesTest {
    @TempDir
    Path folder;

    @Test
    void aPackagedProgramBringsTheFolderOfItsJars() throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path main = folder.resolve("main.jar");
        jar(lib.resolve("a.jar"), "");
        jar(main, "lib/a.jar lib/b.jar gone/c.jar");
        String classPath = String.join(
                File.pathSeparator,
                main.toString(),
                classes.toString(),
                folder.resolve("none.jar").toString(),
                lib.resolve("a.jar").toString());

        assertThat(ClassPathFiles.of(classPath, folder.resolve("hidden")))
                .as("and nothing within what is there already")
                .containsExactly(main, lib, classes);
    }

    @Test
    void aJarThatNamesNoneIsItself() throws IOException {
        Path main = folder.resolve("main.jar");
        jar(main, "");

        assertThat(ClassPathFiles.of(main.toString(), folder)).containsExactly(main);
    }

    private static void jar(Path path, String others) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!others.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, others);
        }
        new JarOutputStream(Files.newOutputStream(path), manifest).close();
    }
}
