package org.unbroken.transcode.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs a class's {@code main} as a user whom a closed folder is closed to, which it is not to root: in a process with
 * copies of the classes it needs, for another user may not read where they lie.
 */
final class AsNobody {
    private static final String NOBODY = "65534";

    private AsNobody() {}

    /** Answers what it printed. */
    static String run(Path folder, Class<?> main, List<Class<?>> needed, String... arguments) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        copy(main, classes);
        for (Class<?> each : needed) {
            copy(each, classes);
        }
        List<String> command = new ArrayList<>();
        if (isRoot(folder)) {
            ready(new ProcessBuilder("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + java.io.File.pathSeparator + classes + "/*",
                main.getName()));
        command.addAll(List.of(arguments));
        return ready(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private static boolean isRoot(Path folder) throws IOException {
        return Objects.equals(Files.getAttribute(folder, "unix:uid"), 0);
    }

    private static String ready(ProcessBuilder command) throws Exception {
        Process process;
        try {
            process = command.redirectErrorStream(true).start();
        } catch (IOException e) {
            String missing = "run as root, and no other user can be had: " + e.getMessage();
            assertThat(System.getenv("UNBROKEN_REAL_SERVERS")).as(missing).isNotEqualTo("required");
            Assumptions.assumeTrue(false, missing);
            throw e;
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.strip();
    }

    private static void copy(Class<?> needed, Path to) throws Exception {
        Path from = Path.of(
                needed.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(from)) {
            Files.copy(from, to.resolve(from.getFileName()));
            return;
        }
        String name = needed.getName().replace('.', '/') + ".class";
        Path target = to.resolve(name);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = Objects.requireNonNull(needed.getResourceAsStream("/" + name), name)) {
            Files.write(target, in.readAllBytes());
        }
    }
}
