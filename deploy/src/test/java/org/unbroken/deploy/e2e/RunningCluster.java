package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.unbroken.deploy.remote.ConsoleClient;
import org.unbroken.integrity.json.JsonObject;

/** A cluster of its own folder and ports, held by the commands that its users have. */
final class RunningCluster implements AutoCloseable {
    private final Path folder;
    private List<String> addresses = List.of();
    private Optional<Site> site = Optional.empty();

    private RunningCluster(Path folder) {
        this.folder = folder;
    }

    /** Brings it up. What may be left of it goes by {@link #close}, also when this fails. */
    static RunningCluster start(Path folder) throws Exception {
        RunningCluster cluster = new RunningCluster(folder);
        try {
            cluster.up();
            cluster.site = Optional.of(new Site(folder, cluster.token("dock"), cluster.token("custodian")));
            return cluster;
        } catch (Throwable e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts what does not run; returns once all is ready. */
    void up() throws Exception {
        addresses = UnbrokenScript.run("cluster", "up", "--data", folder)
                .done()
                .out()
                .lines()
                .toList();
    }

    void down() throws Exception {
        UnbrokenScript.run("cluster", "down", "--data", folder).done();
    }

    void kill(String name) throws Exception {
        UnbrokenScript.run("cluster", "kill", "--data", folder, name).done();
    }

    private String token(String role) throws Exception {
        return UnbrokenScript.run("token", "issue", "--config", configuration(), "--role", role, "--name", role + "s")
                .done()
                .out()
                .strip();
    }

    Path configuration() {
        return folder.resolve("conf").resolve("commands.properties");
    }

    Path folder() {
        return folder;
    }

    Site site() {
        return site.orElseThrow();
    }

    URI upload() {
        return addresses("upload").get(0);
    }

    List<URI> operations() {
        return addresses("operations");
    }

    /** Where each log node tells whether it is ready. */
    List<URI> consoleAddresses() {
        return addresses("console");
    }

    List<ConsoleClient> consoles() {
        return consoleAddresses().stream()
                .map(address -> new ConsoleClient(Site.HTTP, address, Optional.of(site().custodian())))
                .toList();
    }

    private List<URI> addresses(String word) {
        return addresses.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> URI.create(line.substring(word.length() + 1)))
                .toList();
    }

    JsonObject status() throws Exception {
        return JsonObject.parse(UnbrokenScript.run("cluster", "status", "--json", "--data", folder)
                .out()
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Which node writes the log. */
    String leader() throws Exception {
        return status().string("log_writer");
    }

    List<String> names() throws Exception {
        return status().array("processes").objects().stream()
                .map(process -> process.string("name"))
                .toList();
    }

    /** By what the cluster notes of its processes; the store's three daemons note theirs themselves. */
    List<Long> pids(String name) throws IOException {
        if (name.equals("s3")) {
            List<Long> pids = new ArrayList<>();
            for (String daemon : List.of("rgw", "osd", "mon")) {
                pids.add(Long.valueOf(Files.readString(folder.resolve("s3").resolve(daemon + ".pid"))
                        .strip()));
            }
            return pids;
        }
        byte[] note = Files.readAllBytes(folder.resolve("run").resolve(name + ".json"));
        return List.of(JsonObject.parse(note).integer("pid"));
    }

    /** Every process of the machine that names this folder in its command line. */
    List<String> processes() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path one : all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                try {
                    String command = new String(Files.readAllBytes(one.resolve("cmdline")), StandardCharsets.ISO_8859_1)
                            .replace('\0', ' ');
                    if (command.contains(folder.toString())) {
                        found.add(one.getFileName() + " " + command);
                    }
                } catch (NoSuchFileException ended) {
                    // between the listing and the look
                } catch (IOException e) {
                    if (Files.exists(one)) {
                        throw e;
                    }
                }
            }
        }
        return found;
    }

    /** What the processes said outlives a test that fails. */
    void keepLogs() throws IOException {
        Path kept = Files.createDirectories(
                Path.of("target", "e2e", "cluster-" + ProcessHandle.current().pid()));
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            for (Path log : logs.toList()) {
                Files.copy(
                        log,
                        kept.resolve(log.getFileName().toString()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A build that fails leaves no processes behind. */
    @Override
    public void close() throws Exception {
        if (Files.exists(folder.resolve("cluster.json"))) {
            UnbrokenScript.run("cluster", "down", "--data", folder);
        }
        for (String left : processes()) {
            ProcessHandle.of(Long.parseLong(left.substring(0, left.indexOf(' '))))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
