package org.unbroken.deploy.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a run of {@code ./unbroken} came to: the script itself, as a user calls it, with what was built last. Outputs go by
 * files, since daemons that a command leaves behind would hold a pipe open.
 */
record UnbrokenScript(int exit, String out, String err) {
    /** After all failures an audit from the stores alone has some two thousand entries to go through. */
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    static UnbrokenScript run(Object... arguments) throws Exception {
        Path root = Path.of(System.getProperty("unbroken.root", "..")).toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(root.resolve("unbroken").toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = Files.createTempFile("unbroken-", ".out");
        Path err = Files.createTempFile("unbroken-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("UNBROKEN_NO_BUILD", "1");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end: " + Files.readString(err));
            }
            return new UnbrokenScript(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** For a command that must succeed. */
    UnbrokenScript done() {
        if (exit != 0) {
            throw new AssertionError("exit " + exit + "\n" + out + err);
        }
        return this;
    }
}
