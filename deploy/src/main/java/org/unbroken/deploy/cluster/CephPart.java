package org.unbroken.deploy.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.unbroken.deploy.cluster.process.ProcessIdentity;
import org.unbroken.deploy.cluster.process.RunningProcesses;
import org.unbroken.deploy.terminal.Progress;

/**
 * Ceph's object store with its S3 gateway: three daemons that a script starts and ends, by the numbers that it notes. What
 * the script says while it fetches packages is shown as it comes.
 */
final class CephPart implements Part {
    private static final long START_MINUTES = 20;
    private static final long STOP_SECONDS = 60;
    private static final int NO_PACKAGES = 3;
    /** Daemon and program, the one that others rest on last. */
    private static final Map<String, String> DAEMONS = Map.of("rgw", "radosgw", "osd", "ceph-osd", "mon", "ceph-mon");

    private final Path scripts;
    private final Path folder;
    private final int port;
    private final int monitorPort;
    private final RunningProcesses running;
    private final ReadyCheck ready;
    private final Progress progress;

    CephPart(
            Path scripts,
            Path folder,
            int port,
            int monitorPort,
            RunningProcesses running,
            ReadyCheck ready,
            Progress progress) {
        this.scripts = scripts;
        this.folder = folder;
        this.port = port;
        this.monitorPort = monitorPort;
        this.running = running;
        this.ready = ready;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        // Ended between the daemons and the keys, the script goes on from there when it is run again.
        if (daemons().size() == DAEMONS.size() && Files.exists(folder.resolve("s3.env"))) {
            return false;
        }
        int exit = run(START_MINUTES * 60, "start-rgw.sh", folder.toString());
        if (exit == NO_PACKAGES) {
            throw new IOException("Ceph's packages cannot be had: this machine needs a way to a Debian mirror once, or"
                    + " ceph-mon, ceph-osd and radosgw installed; what was tried is above");
        }
        if (exit != 0) {
            throw new IOException("Ceph did not start (exit " + exit + "); what it said is above and in " + folder);
        }
        return true;
    }

    /** What the script found or made: endpoint and keys. */
    Map<String, String> environment() throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("s3.env"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return values;
    }

    @Override
    public Condition look() throws IOException {
        List<ProcessIdentity> alive = daemons();
        Optional<Long> pid = alive.stream().map(ProcessIdentity::pid).findFirst();
        if (alive.isEmpty()) {
            boolean noted = Files.exists(folder.resolve("rgw.pid"));
            return new Condition(
                    noted ? Standing.DEAD : Standing.STOPPED,
                    pid,
                    List.of(),
                    noted ? Optional.of(ProcessPart.lastWords(folder.resolve("rgw.out"))) : Optional.empty());
        }
        if (alive.size() < DAEMONS.size()) {
            return new Condition(
                    Standing.DEAD,
                    pid,
                    List.of(port),
                    Optional.of("of mon, osd and rgw only " + alive.size() + " run"));
        }
        Optional<String> missing = ready.missing();
        return new Condition(missing.isEmpty() ? Standing.READY : Standing.RUNNING, pid, List.of(port), missing);
    }

    @Override
    public boolean stop() throws IOException, InterruptedException {
        return run(STOP_SECONDS, "stop-rgw.sh", folder.toString()) == 0;
    }

    @Override
    public void kill() throws IOException {
        for (ProcessIdentity daemon : daemons()) {
            running.kill(daemon);
        }
    }

    private List<ProcessIdentity> daemons() throws IOException {
        List<ProcessIdentity> alive = new ArrayList<>();
        for (String name : List.of("rgw", "osd", "mon")) {
            Optional<ProcessIdentity> daemon = daemon(name);
            daemon.ifPresent(alive::add);
        }
        return alive;
    }

    /** By the program's file: a number may be another process's by now. */
    private Optional<ProcessIdentity> daemon(String name) throws IOException {
        try {
            long pid = Long.parseLong(
                    Files.readString(folder.resolve(name + ".pid")).strip());
            Path program = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
            return program.toString().contains("/" + DAEMONS.get(name)) ? running.find(pid) : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private int run(long seconds, String script, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", scripts.resolve(script).toString()));
        command.addAll(List.of(arguments));
        // What it prints on standard output has the secret key in it, and is read from its file instead.
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("RGW_PORT", Integer.toString(port));
        builder.environment().put("RGW_MON_PORT", Integer.toString(monitorPort));
        Process process = builder.start();
        Thread said = new Thread(() -> show(process), "ceph-script");
        said.setDaemon(true);
        said.start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(script + " did not end within " + seconds + " s");
        }
        // The daemons may hold the other end of the pipe open: what they say later is in their own files.
        said.join(500);
        return process.exitValue();
    }

    private void show(Process process) {
        try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.step("  " + line);
            }
        } catch (IOException e) {
            progress.step("  " + e.getMessage());
        }
    }
}
