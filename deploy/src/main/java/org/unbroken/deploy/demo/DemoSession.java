package org.unbroken.deploy.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.Setting;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.deploy.logs.Logs;
import org.unbroken.deploy.server.UnbrokenServer;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Role;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.transcode.MediaWorkers;
import org.unbroken.transcode.WorkerSettings;

/**
 * The demo from an empty folder to its table: a server on free ports, tokens, footage, {@link Demo}.
 *
 * <pre>
 * FOLDER/data      what a server keeps: staging, worm, ledger, access
 * FOLDER/footage   what was made up
 * FOLDER/docked    receipts, manifests, the damaged copy
 * FOLDER/unbroken.log
 * </pre>
 */
public final class DemoSession implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);

    private final Path folder;
    private final boolean temporary;
    private final Optional<Path> footage;
    private final Progress progress;
    private final UnbrokenServer server;
    private final BearerTokens tokens;

    private DemoSession(Path folder, boolean temporary, Optional<Path> footage, Progress progress)
            throws SettingsException {
        this.folder = folder;
        this.temporary = temporary;
        this.footage = footage;
        this.progress = progress;
        Path data = folder.resolve("data");
        this.server = new UnbrokenServer(ServerSettings.of(Map.of(
                Setting.DATA, data.toString(),
                Setting.UPLOAD_PORT, "0",
                Setting.CONSOLE_PORT, "0",
                Setting.STAGING_RESERVE, "64MiB")));
        this.tokens =
                BearerTokens.inFolder(DataFolder.tokens(data), new LocalDisk(), Clock.systemUTC(), new SecureRandom());
    }

    /** Starts the server. Without a folder everything lies in a temporary one, and goes with the session. */
    public static DemoSession start(Optional<Path> folder, Optional<Path> footage, Progress progress)
            throws IOException, InterruptedException, SettingsException {
        Path place = folder.isPresent()
                ? Files.createDirectories(folder.get().toAbsolutePath())
                : Files.createTempDirectory("unbroken-demo-");
        Logs.toFile(place.resolve("unbroken.log"));
        DemoSession session = new DemoSession(place, folder.isEmpty(), footage, progress);
        progress.step("Starting a server in " + place);
        within(START, "the server did not start", () -> {
            session.server.start();
            return session;
        });
        return session;
    }

    public Path folder() {
        return folder;
    }

    /** Runs the demo and prints its table. Whether all held. */
    public boolean run(PrintWriter out, Optional<Path> json) throws IOException, InterruptedException {
        List<DemoFile> files = files();
        if (files.isEmpty()) {
            throw new IOException("--footage " + footage.map(Path::toString).orElse("") + ": no files there");
        }
        String dock = token(Role.DOCK, "demo docks");
        String custodian = token(Role.CUSTODIAN, "demo custodian");
        Demo demo = new Demo(server, dock, custodian, folder.resolve("docked"), progress);
        DemoReport report = demo.run(files);
        progress.close();
        out.println();
        report.lines().forEach(out::println);
        out.flush();
        if (json.isPresent()) {
            Files.write(json.get(), (Demo.json(report, server).text() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return report.held();
    }

    /** What somebody needs who wants to look around. */
    public List<String> invitation() throws IOException {
        return List.of(
                "",
                "The server stays up; Ctrl+C ends it.",
                "upload " + server.uploadUri(),
                "console " + server.consoleUri(),
                "log key " + server.logKey().text(),
                "console token " + token(Role.CUSTODIAN, "demo visitor"),
                "dock token " + token(Role.DOCK, "demo visitor's dock"),
                "log file " + folder.resolve("unbroken.log"));
    }

    private List<DemoFile> files() throws IOException, InterruptedException {
        if (footage.isPresent()) {
            return Fleet.real(footage.get());
        }
        progress.step("Three cameras record a shift.");
        try (MediaWorkers media = new MediaWorkers(
                WorkerSettings.defaults(folder.resolve("recorder")).withWorkers(1, 1))) {
            media.start();
            return Fleet.simulated(
                    media, folder.resolve("footage"), Clock.systemUTC().instant(), progress);
        }
    }

    private String token(Role role, String name) throws IOException {
        return tokens.issue(new Grant(name, role, Optional.empty(), Optional.empty(), Optional.empty()))
                .text();
    }

    private static <T> void within(Duration bound, String otherwise, java.util.concurrent.Callable<T> work)
            throws IOException, InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread starting = new Thread(task, "demo-start");
            starting.setDaemon(true);
            return starting;
        });
        Future<T> future = thread.submit(work);
        try {
            future.get(bound.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(otherwise + " within " + bound.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(otherwise + ": " + String.valueOf(e.getCause()), e);
        } finally {
            thread.shutdownNow();
        }
    }

    /** Ends the server; a temporary folder goes too. */
    @Override
    public void close() throws IOException {
        server.close();
        if (temporary) {
            discard();
        }
    }

    /** Ends the server and leaves the folder, for whoever has to find out what went wrong. */
    public void closeAndKeep() throws IOException {
        server.close();
    }

    private void discard() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
