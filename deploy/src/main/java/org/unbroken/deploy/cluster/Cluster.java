package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unbroken.deploy.cluster.Part.Condition;
import org.unbroken.deploy.cluster.Part.Standing;
import org.unbroken.deploy.terminal.Progress;

/** Brings the parts up in the order in which they need one another, looks at them, and takes them down. */
public final class Cluster {
    private static final Duration START = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 250;

    private final ClusterFolder folder;
    private final ClusterParts parts;
    private final Progress progress;

    /** Touches nothing but the choice of ports, which is made at the first time. */
    public static Cluster open(Path data, Progress progress) throws IOException {
        ClusterFolder folder = new ClusterFolder(data);
        return new Cluster(folder, ClusterParts.of(folder, Installation.current(), progress), progress);
    }

    private Cluster(ClusterFolder folder, ClusterParts parts, Progress progress) {
        this.folder = folder;
        this.parts = parts;
        this.progress = progress;
    }

    /** Starts what does not run, in stages, and returns once all is ready. */
    public void up() throws IOException, InterruptedException {
        try (Lock ignored = Lock.take(folder)) {
            parts.prepare();
            for (ClusterParts.Stage stage : parts.stages()) {
                for (Part part : stage.parts()) {
                    progress.at("starting " + part.name());
                    if (part.start()) {
                        progress.step("  " + part.name() + " started");
                    }
                }
                awaitReady(stage.parts());
                stage.then().run();
            }
        }
    }

    private void awaitReady(List<Part> stage) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        List<Part> waiting = new ArrayList<>(stage);
        while (!waiting.isEmpty()) {
            Map<String, String> missing = new LinkedHashMap<>();
            for (Part part : List.copyOf(waiting)) {
                Condition now = part.look();
                if (now.standing() == Standing.READY) {
                    progress.step("  " + part.name() + " ready");
                    waiting.remove(part);
                } else if (now.standing() == Standing.RUNNING) {
                    missing.put(part.name(), now.detail().orElse(""));
                } else {
                    throw new IOException(part.name() + " ended while it started: "
                            + now.detail().orElse("it said nothing"));
                }
            }
            String what = missing.entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            if (!waiting.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("not ready within " + START.toMinutes() + " minutes: " + what);
                }
                progress.at("waiting for " + what);
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Each part and where it stands. */
    private Map<String, Condition> look() throws IOException {
        Map<String, Condition> found = new LinkedHashMap<>();
        for (Part part : parts.all()) {
            found.put(part.name(), part.look());
        }
        return found;
    }

    /** Those first that work for others, the stores last; whether all went in good order. */
    public boolean down() throws IOException, InterruptedException {
        try (Lock ignored = Lock.take(folder)) {
            boolean gently = true;
            List<Part> order = new ArrayList<>(parts.all());
            Collections.reverse(order);
            for (Part part : order) {
                if (part.look().standing() == Standing.STOPPED) {
                    continue;
                }
                progress.at("ending " + part.name());
                boolean gone = part.stop();
                progress.step("  " + part.name() + (gone ? " ended" : " had to be killed"));
                gently &= gone;
            }
            return gently;
        }
    }

    public ClusterReport report() throws IOException {
        return new ClusterReport(look(), parts.leader());
    }

    /** For people and scripts: a word and an address a line, then what to do next. */
    public List<String> addresses() {
        return parts.addresses();
    }

    public void kill(String name) throws IOException, InterruptedException {
        part(name).kill();
    }

    public void restart(String name) throws IOException, InterruptedException {
        try (Lock ignored = Lock.take(folder)) {
            Part part = part(name);
            progress.step("  " + name + (part.stop() ? " ended" : " had to be killed"));
            part.start();
            awaitReady(List.of(part));
        }
    }

    private Part part(String name) throws IOException {
        return parts.all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("no process " + name + "; there are "
                        + parts.all().stream().map(Part::name).collect(Collectors.joining(", "))));
    }

    /** Removes the folder with all that was kept in it. Nothing may run any more. */
    public void wipe() throws IOException {
        try (Stream<Path> paths = Files.walk(folder.root())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** One command at a time works on a folder. */
    private record Lock(FileChannel channel) implements AutoCloseable {
        static Lock take(ClusterFolder folder) throws IOException {
            Files.createDirectories(folder.root());
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new IOException("another unbroken cluster command works on " + folder.root());
            }
            return new Lock(channel);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
