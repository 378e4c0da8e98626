package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Programs of the machine that a test changes it with: mounts, network namespaces. Most of them need root. */
final class RootCommand {
    private RootCommand() {}

    static boolean works(String... command) throws IOException, InterruptedException {
        return run(Map.of(), List.of(command)) == 0;
    }

    static void run(String... command) throws IOException, InterruptedException {
        requireDone(Map.of(), List.of(command));
    }

    static void requireDone(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        int exit = run(environment, command);
        if (exit != 0) {
            throw new AssertionError(String.join(" ", command) + ": exit " + exit);
        }
    }

    private static int run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
