package org.unbroken.deploy.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.unbroken.deploy.dock.Dock;
import org.unbroken.deploy.dock.DockException;
import org.unbroken.deploy.dock.DockResult;
import org.unbroken.deploy.dock.Pause;
import org.unbroken.deploy.dock.TusClient;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.deploy.remote.ConsoleException;
import org.unbroken.deploy.remote.RemoteVerification;
import org.unbroken.deploy.server.UnbrokenServer;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.integrity.verify.TrustPolicy;
import org.unbroken.integrity.verify.Verdict;

/**
 * The main job on a server that runs: docks each camera's files, breaks some uploads off, waits until all is sealed and
 * described, verifies every recording through the doors that anybody else would use, and shows that damage is caught.
 */
final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RECEIPT = Duration.ofMinutes(3);
    private static final Duration DESCRIPTION = Duration.ofMinutes(3);
    /** Slower than this, reading and describing would be broken rather than slow. */
    private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

    private final UnbrokenServer server;
    private final String dockToken;
    private final ConsoleClient console;
    private final Path folder;
    private final Progress progress;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TrustPolicy trusted;

    /** @param folder for receipts and the damaged copy */
    Demo(UnbrokenServer server, String dockToken, String consoleToken, Path folder, Progress progress) {
        this.server = server;
        this.dockToken = dockToken;
        this.console = new ConsoleClient(http, server.consoleUri(), Optional.of(consoleToken));
        this.folder = folder;
        this.progress = progress;
        // The demo runs the server, so the key comes from its own hands and not over the wire.
        this.trusted = TrustPolicy.ofKeys(server.logKey());
    }

    DemoReport run(List<DemoFile> files) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        progress.step("Docking " + files.size() + " files; some lines are cut on the way.");
        List<DemoRow> rows = dockAll(files);
        progress.step("Waiting until all are described.");
        rows = describeAll(rows);
        progress.step("Verifying each recording: manifest, receipt and original, fetched from the server.");
        List<DemoRow> verified = new ArrayList<>();
        for (DemoRow row : rows) {
            verified.add(verify(row));
        }
        return new DemoReport(verified, damage(verified));
    }

    /** The cameras side by side, the files of each in order. */
    private List<DemoRow> dockAll(List<DemoFile> files) throws InterruptedException {
        Map<String, List<DemoFile>> cameras = new LinkedHashMap<>();
        files.forEach(file -> cameras.computeIfAbsent(file.camera(), camera -> new ArrayList<>())
                .add(file));
        ExecutorService docks = Executors.newFixedThreadPool(Math.max(1, cameras.size()));
        try {
            List<Callable<List<DemoRow>>> work = new ArrayList<>();
            cameras.values()
                    .forEach(some -> work.add(() -> {
                        List<DemoRow> rows = new ArrayList<>();
                        for (DemoFile file : some) {
                            rows.add(dock(file));
                        }
                        return rows;
                    }));
            List<DemoRow> rows = new ArrayList<>();
            for (Future<List<DemoRow>> future : docks.invokeAll(work)) {
                rows.addAll(future.get());
            }
            return rows;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a dock of the demo failed", e.getCause());
        } finally {
            docks.shutdownNow();
        }
    }

    private DemoRow dock(DemoFile file) throws InterruptedException {
        try {
            LineCut line = new LineCut(file.breakAt());
            if (file.breakAt() > 0) {
                breakOff(file, line);
            }
            Dock dock = dock(PATIENCE);
            DockResult result = dock.receive(file.order(), dock.upload(file.order(), sent -> {}));
            progress.step("  " + file.camera() + " " + file.name() + ": receipt "
                    + (result.report().verdict() == Verdict.INTACT ? "checked" : "REFUSED")
                    + (line.happened() ? ", after its line was cut and resumed" : ""));
            DemoRow row = DemoRow.docked(file, result, line.happened());
            return result.report().verdict() == Verdict.INTACT
                    ? row
                    : row.withTrouble("its receipt: " + result.report().lines());
        } catch (DockException | IOException e) {
            return DemoRow.failed(file, "could not be docked: " + e.getMessage());
        }
    }

    /** A dock without patience, which goes away for good when its line is cut. What it knew lies on its disk. */
    private void breakOff(DemoFile file, LineCut line) throws IOException, InterruptedException {
        try {
            dock(Duration.ZERO).upload(file.order(), line);
        } catch (DockException e) {
            if (!line.happened()) {
                // Refused outright: the second dock meets the same and reports it.
                progress.step("  " + file.name() + ": " + e.getMessage());
            }
        }
    }

    private Dock dock(Duration patience) {
        TusClient client = new TusClient(http, server.uploadUri(), Optional.of(dockToken), patience, Pause.real());
        return new Dock(client, trusted, RECEIPT, progress, Optional.of(folder));
    }

    private List<DemoRow> describeAll(List<DemoRow> rows) throws InterruptedException {
        long bytes = rows.stream().mapToLong(row -> row.file().sizeBytes()).sum();
        Duration bound = DESCRIPTION.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
        long deadline = System.nanoTime() + bound.toNanos();
        List<DemoRow> now = rows;
        while (true) {
            now = refresh(now);
            List<DemoRow> waiting =
                    now.stream().filter(row -> !Demo.isSettled(row)).toList();
            if (waiting.isEmpty()) {
                return now.stream().map(Demo::expectations).toList();
            }
            if (System.nanoTime() > deadline) {
                return now.stream()
                        .map(row -> isSettled(row)
                                ? expectations(row)
                                : row.withTrouble("after " + bound.toSeconds() + " s it is " + row.state()
                                        + ", its description " + row.description()
                                        + row.shown()
                                                .findString("reason")
                                                .map(r -> " (" + r + ")")
                                                .orElse("")))
                        .toList();
            }
            progress.at(now.size() - waiting.size() + " of " + now.size() + " described");
            Pause.real().of(Duration.ofMillis(300));
        }
    }

    private List<DemoRow> refresh(List<DemoRow> rows) throws InterruptedException {
        List<DemoRow> now = new ArrayList<>();
        for (DemoRow row : rows) {
            now.add(isSettled(row) ? row : refresh(row));
        }
        return now;
    }

    private DemoRow refresh(DemoRow row) throws InterruptedException {
        try {
            return row.withShown(
                    console.json("api/recordings/" + row.docked().orElseThrow().recording()));
        } catch (ConsoleException e) {
            return row.withTrouble("the console does not show it: " + e.getMessage());
        }
    }

    private static boolean isSettled(DemoRow row) {
        return row.trouble().isPresent()
                || row.state().equals("quarantined")
                || (row.state().equals("sealed") && !row.description().equals("pending"));
    }

    private static DemoRow expectations(DemoRow row) {
        Optional<String> sha256 = row.docked().map(result -> result.sha256().hex());
        if (row.trouble().isEmpty() && !row.shown().findString("sha256").equals(sha256)) {
            return row.withTrouble("the server shows the digest " + row.shown().findString("sha256"));
        }
        if (row.trouble().isEmpty()
                && row.file().interrupted()
                && !row.continuity().equals("interrupted")) {
            return row.withTrouble("two seconds were left out, and its continuity is called " + row.continuity());
        }
        return row;
    }

    private DemoRow verify(DemoRow row) throws InterruptedException {
        if (row.docked().isEmpty() || !row.state().equals("sealed")) {
            return row;
        }
        try {
            RecordingId recording = new RecordingId(row.docked().get().recording());
            RemoteVerification result = RemoteVerification.run(console, recording, trusted, progress);
            DemoRow verified = row.withVerified(result.report().verdict());
            return result.report().verdict() == Verdict.INTACT
                    ? verified
                    : verified.withTrouble(result.trouble()
                            .orElse(String.join("; ", result.report().lines())));
        } catch (ConsoleException e) {
            return row.withTrouble("could not be verified: " + e.getMessage());
        }
    }

    /** The largest recording, so that the chunk that is named says something. */
    private Optional<DamagedCopy> damage(List<DemoRow> rows) throws IOException {
        Optional<DemoRow> largest = rows.stream()
                .filter(row -> row.held() && row.file().sizeBytes() > 0)
                .max(java.util.Comparator.comparingLong(row -> row.file().sizeBytes()));
        if (largest.isEmpty()) {
            return Optional.empty();
        }
        progress.step("Flipping one bit in a copy.");
        Path file = largest.get().file().file();
        Path copy = folder.resolve("damaged-" + file.getFileName());
        Files.deleteIfExists(copy);
        Dock dock = dock(PATIENCE);
        return Optional.of(DamagedCopy.make(
                largest.get().docked().orElseThrow().recording(),
                file,
                copy,
                dock.beside(file, ".manifest.json"),
                dock.beside(file, ".receipt"),
                trusted));
    }

    /** What {@code --json} writes. */
    static JsonObject json(DemoReport report, UnbrokenServer server) {
        return report.toJson()
                .with()
                .put("upload", server.uploadUri().toString())
                .put("console", server.consoleUri().toString())
                .put("log_key", server.logKey().text())
                .build();
    }
}
