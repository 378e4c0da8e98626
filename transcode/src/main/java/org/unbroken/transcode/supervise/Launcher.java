package org.unbroken.transcode.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.transcode.WorkerSettings;
import org.unbroken.transcode.worker.WorkerMain;

/**
 * Makes the command that starts a worker. What the machine offers to confine it is used: {@code prlimit}, {@code nice}
 * and an empty network namespace. Where one is missing the rest still holds: allow-listed protocols and demuxers, and
 * the supervisor's own watch over memory, output and time.
 */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final List<Path> PROGRAM_FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
    private static final int OPEN_FILES = 256;
    private static final int CPU_SECONDS = 7 * 24 * 3600;

    private final WorkerSettings settings;
    private final List<String> confinement;
    private final Optional<Path> nice;

    private Launcher(WorkerSettings settings, List<String> confinement, Optional<Path> nice) {
        this.settings = settings;
        this.confinement = confinement;
        this.nice = nice;
    }

    /** Finds out what this machine offers. */
    public static Launcher probe(WorkerSettings settings) throws IOException, InterruptedException {
        List<String> confinement = new ArrayList<>();
        List<List<String>> isolations = program("unshare")
                .map(path -> List.of(
                        List.of(path.toString(), "--net", "--"),
                        List.of(path.toString(), "--user", "--map-current-user", "--net", "--")))
                .orElse(List.of());
        for (List<String> isolation : isolations) {
            if (runs(isolation)) {
                confinement.addAll(isolation);
                break;
            }
        }
        if (confinement.isEmpty()) {
            LOG.info("workers share this machine's network: no network namespace may be made here");
        }
        Optional<Path> prlimit = program("prlimit");
        if (prlimit.isPresent()) {
            List<String> limits = List.of(
                    prlimit.get().toString(),
                    "--data=" + settings.limits().memoryBytes(),
                    "--fsize=" + settings.limits().outputBytes(),
                    "--nofile=" + OPEN_FILES,
                    "--cpu=" + CPU_SECONDS,
                    "--core=0",
                    "--");
            if (runs(limits)) {
                confinement.addAll(limits);
            }
        } else {
            LOG.info("no prlimit here: workers' memory and output are only watched from outside");
        }
        return new Launcher(settings, List.copyOf(confinement), program("nice"));
    }

    /** Starts a worker with an empty environment and {@code home} as its only place to write. */
    Process launch(Path home, boolean lowPriority) throws IOException {
        List<String> command = new ArrayList<>(confinement);
        if (lowPriority && nice.isPresent()) {
            command.addAll(List.of(nice.get().toString(), "-n", "10"));
        }
        command.add(settings.javaBinary().toString());
        command.addAll(List.of(
                "-Xmx192m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-XX:+ExitOnOutOfMemoryError",
                // Standard output carries messages only.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:ErrorFile=" + home.resolve("crash.log"),
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + home,
                "-Duser.home=" + home,
                "-Dorg.bytedeco.javacpp.cachedir=" + settings.cacheDir(),
                "-Dorg.bytedeco.javacpp.nopointergc=true"));
        if (Boolean.getBoolean(WorkerMain.DRILLS)) {
            command.add("-D" + WorkerMain.DRILLS + "=true");
        }
        command.addAll(List.of("-cp", classPath(), WorkerMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        // Secrets often travel in the environment: a worker gets none of it.
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TMPDIR", home.toString());
        return builder.start();
    }

    /** The running class path, with every entry absolute, since a worker runs in another directory. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Optional<Path> program(String name) {
        return PROGRAM_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean runs(List<String> prefix) throws IOException, InterruptedException {
        Optional<Path> nothing = program("true");
        if (nothing.isEmpty()) {
            return false;
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(nothing.get().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
