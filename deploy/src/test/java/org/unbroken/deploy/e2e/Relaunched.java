package org.unbroken.deploy.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of a cluster, ended and started once more in circumstances that the cluster command knows nothing of. */
final class Relaunched implements AutoCloseable {
    private final Process process;

    private Relaunched(Process process) {
        this.process = process;
    }

    /** With the same command and environment, after these words and with these variables too. */
    static Relaunched insteadOf(
            String name, RunningCluster cluster, List<String> before, Map<String, String> environment)
            throws Exception {
        Path known = Path.of("/proc", Long.toString(cluster.pids(name).get(0)));
        List<String> command = new ArrayList<>(before);
        command.addAll(strings(known.resolve("cmdline")));
        List<String> inherited = strings(known.resolve("environ"));
        cluster.kill(name);

        File log = cluster.folder().resolve("logs").resolve(name + ".log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().clear();
        for (String one : inherited) {
            builder.environment().put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        builder.environment().putAll(environment);
        return new Relaunched(builder.start());
    }

    /** Strings that each end in a zero byte, as proc(5) has them. */
    private static List<String> strings(Path file) throws IOException {
        String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return List.of(all.split("\0")).stream().filter(one -> !one.isEmpty()).toList();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Without a question, and whatever it has started. */
    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
