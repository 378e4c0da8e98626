package org.unbroken.integrity.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unbroken.integrity.Sample;

/** The verifier as a stranger gets it: one jar, run by java and nothing else. */
@Tag("packaged")
final class VerifierJarTest {
    private static final Path JAR =
            Path.of(System.getProperty("unbroken.root"), "integrity", "target", "unbroken-verify.jar");

    @TempDir
    private Path folder;

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(10L << 20);
    }

    @Test
    void runsByItself() throws Exception {
        Path bundle = SampleBundle.write(folder.resolve("bag.zip"));
        Path policy = Files.writeString(
                folder.resolve("policy"), "log " + Sample.SIGNER.verifierKey().text() + "\nquorum none\n");

        assertThat(java(bundle, "--policy", policy)).isZero();
        assertThat(java(bundle)).isEqualTo(2);

        byte[] bytes = Files.readAllBytes(bundle);
        Files.write(bundle, Sample.flipped(bytes, 8L * (bytes.length / 2)));
        assertThat(java(bundle, "--policy", policy)).isEqualTo(1);
    }

    private int java(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(folder.resolve("said"));
        assertThat(said).contains("verdict: ");
        return process.exitValue();
    }
}
