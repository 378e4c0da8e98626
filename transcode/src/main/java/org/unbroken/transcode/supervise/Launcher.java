package org.unbroken.transcode.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * Makes the command that starts a worker. What the machine offers to confine it is used: a {@link Cell} or, where the
 * kernel allows none, an empty network namespace; {@code prlimit} and {@code nice}. Where one is missing the rest still
 * holds: allow-listed protocols and demuxers, and the supervisor's own watch over memory, output and time.
 */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final List<Path> PROGRAM_FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
    private static final int OPEN_FILES = 256;
    private static final int MOST_SAID = 1000;
    private static final int CPU_SECONDS = 7 * 24 * 3600;

    private final WorkerSettings settings;
    private final List<String> limits;
    private final Optional<Path> nice;
    private final Confinement confinement;

    private Launcher(WorkerSettings settings, List<String> limits, Optional<Path> nice, Confinement confinement) {
        this.settings = settings;
        this.limits = limits;
        this.nice = nice;
        this.confinement = confinement;
    }

    /** What this machine's kernel lets a process without rights do to itself. */
    private enum Confinement {
        CELL,
        NO_NETWORK_BY_ROOT,
        NO_NETWORK,
        NONE
    }

    /** Finds out what this machine offers. */
    public static Launcher probe(WorkerSettings settings) throws IOException, InterruptedException {
        Optional<String> refusal = whyNoCell(settings.workDir(), settings.cacheDir());
        if (refusal.isPresent() && settings.cellRequired()) {
            throw new IOException(
                    "workers must be shut in cells (worker.cell-required = true), and none can be made here: "
                            + refusal.get() + ". docs/THREATS.md says what a cell needs.");
        }
        Confinement confinement = refusal.isEmpty() ? Confinement.CELL : weaker();
        if (refusal.isPresent()) {
            LOG.warn(
                    "workers are not shut in cells: they can read what this server can read{} ({})",
                    confinement == Confinement.NONE ? ", and share this machine's network" : "",
                    refusal.get());
        }
        Optional<Path> prlimit = program("prlimit");
        List<String> limits = prlimit.isEmpty()
                ? List.of()
                : List.of(
                        prlimit.get().toString(),
                        "--data=" + settings.limits().memoryBytes(),
                        "--fsize=" + settings.limits().outputBytes(),
                        "--nofile=" + OPEN_FILES,
                        "--cpu=" + CPU_SECONDS,
                        "--core=0",
                        "--");
        if (limits.isEmpty() || !runs(limits)) {
            LOG.warn("no prlimit here: workers' memory and output are only watched from outside");
            limits = List.of();
        }
        return new Launcher(settings, limits, program("nice"), confinement);
    }

    /** Builds one for nothing; answers what stood in the way. */
    private static Optional<String> whyNoCell(Path workDir, Path natives) throws IOException, InterruptedException {
        List<String> missing = Cell.missing();
        if (!missing.isEmpty()) {
            return Optional.of("not installed: " + String.join(", ", missing));
        }
        Path home = Files.createDirectories(workDir.resolve("probe"));
        Cell cell = Cell.beside(home, natives, List.of());
        Optional<String> trouble = trouble(cell.command(home));
        cell.remove();
        Files.delete(home);
        return trouble;
    }

    private static Confinement weaker() throws IOException, InterruptedException {
        for (Confinement weaker : List.of(Confinement.NO_NETWORK_BY_ROOT, Confinement.NO_NETWORK)) {
            if (program("unshare").isPresent() && runs(prefix(weaker))) {
                return weaker;
            }
        }
        return Confinement.NONE;
    }

    private static List<String> prefix(Confinement confinement) {
        return switch (confinement) {
            case NO_NETWORK_BY_ROOT -> List.of("unshare", "--net", "--");
            case NO_NETWORK -> List.of("unshare", "--user", "--map-current-user", "--net", "--");
            case CELL, NONE -> List.of();
        };
    }

    /** Whether workers see nothing of this machine's files but what they are given. */
    public boolean cells() {
        return confinement == Confinement.CELL;
    }

    /** What a worker in that home is shut in; empty where that is not had here. */
    Optional<Cell> cell(Path home) throws IOException {
        if (confinement != Confinement.CELL) {
            return Optional.empty();
        }
        List<Path> readable = new ArrayList<>();
        readable.add(settings.javaBinary().toRealPath().resolve("../..").normalize());
        readable.addAll(ClassPathFiles.of(classPath(), home));
        return Optional.of(Cell.beside(home, settings.cacheDir(), readable));
    }

    /** Unpacks FFmpeg's libraries, once for all: in a cell nothing that is written there would last. */
    public void unpack() throws IOException, InterruptedException {
        // A crash before the mark is written: the next start unpacks again, over what is there.
        Path mark = settings.cacheDir().resolve("unpacked");
        String from = ClassPathFiles.state(ClassPathFiles.of(classPath(), settings.workDir()));
        if (!cells() || (Files.exists(mark) && Files.readString(mark).equals(from))) {
            return;
        }
        Path home = Files.createDirectories(settings.workDir().resolve("unpacking"));
        List<String> command = java(home);
        command.add(WorkerMain.UNPACK);
        Process process = start(command, home);
        process.getOutputStream().close();
        StderrTail said = new StderrTail();
        said.drain(process.getErrorStream(), Long.MAX_VALUE);
        if (process.waitFor() != 0) {
            throw new IOException(
                    "FFmpeg's libraries cannot be unpacked to " + settings.cacheDir() + ": " + said.text());
        }
        Scratch.wipe(home);
        // A library that is as long as it should be is not looked at again: after a power cut it must be whole.
        try (Stream<Path> unpacked = Files.walk(settings.cacheDir())) {
            for (Path library : unpacked.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                try (FileChannel written = FileChannel.open(library, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
            }
        }
        // Only saves time: what is not there after all is unpacked in each cell anew.
        Files.writeString(mark, from);
    }

    /** Starts a worker with an empty environment and {@code home} as its only place to write. */
    Process launch(Path home, Optional<Cell> cell, boolean lowPriority) throws IOException {
        List<String> command = new ArrayList<>(cell.isPresent() ? cell.get().command(home) : prefix(confinement));
        command.addAll(limits);
        if (lowPriority && nice.isPresent()) {
            command.addAll(List.of(nice.get().toString(), "-n", "10"));
        }
        command.addAll(java(home));
        return start(command, home);
    }

    private List<String> java(Path home) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(settings.javaBinary().toRealPath().toString());
        command.addAll(List.of(
                "-Xmx192m",
                // What reading leaves behind is collected soon, so that a long recording takes no more than a short
                // one.
                "-Xmn16m",
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
        return command;
    }

    private static Process start(List<String> command, Path home) throws IOException {
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
        return trouble(prefix).isEmpty();
    }

    /** Runs a program that does nothing behind this prefix; answers what went wrong. */
    private static Optional<String> trouble(List<String> prefix) throws IOException, InterruptedException {
        Optional<Path> nothing = program("true");
        if (nothing.isEmpty()) {
            return Optional.of("not installed: true");
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(nothing.get().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        process.getOutputStream().close();
        // What it says fits into the pipe.
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return Optional.of("no end within 10 s");
        }
        if (process.exitValue() == 0) {
            return Optional.empty();
        }
        String said = new String(process.getErrorStream().readNBytes(MOST_SAID), StandardCharsets.UTF_8).strip();
        return Optional.of(said.isEmpty() ? "exit code " + process.exitValue() : said.replaceAll("\\s+", " "));
    }
}
